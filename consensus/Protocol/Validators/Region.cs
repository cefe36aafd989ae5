namespace Ledger.Protocol.Validators;

/// <summary>A jurisdiction, such as <c>CN-SZ</c> or <c>SG</c>: configuration, never code.</summary>
public readonly record struct Region(string Code) : IComparable<Region>
{
    /// <summary>2 to 8 characters of A-Z, 0-9 and '-'.</summary>
    public static bool IsWellFormed(string code)
        => code.Length is >= 2 and <= 8 && code.All(c => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-');

    public int CompareTo(Region other) => string.CompareOrdinal(Code, other.Code);

    public override string ToString() => Code;
}
