namespace Ledger.Protocol.Numbers;

/// <summary>Position of a block in the chain; genesis is 0.</summary>
public readonly record struct Height(ulong Value) : IComparable<Height>
{
    public static Height Genesis => default;

    public Height Next => new(Value + 1);

    public int CompareTo(Height other) => Value.CompareTo(other.Value);

    public static Height operator +(Height height, ulong blocks) => new(height.Value + blocks);

    public static bool operator <(Height left, Height right) => left.Value < right.Value;

    public static bool operator >(Height left, Height right) => left.Value > right.Value;

    public static bool operator <=(Height left, Height right) => left.Value <= right.Value;

    public static bool operator >=(Height left, Height right) => left.Value >= right.Value;

    public override string ToString() => $"{Value}";
}
