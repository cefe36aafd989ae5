namespace Ledger.Protocol.Numbers;

/// <summary>Place of a validator in its set, 0 to 63.</summary>
public readonly record struct ValidatorIndex(byte Value) : IComparable<ValidatorIndex>
{
    public int CompareTo(ValidatorIndex other) => Value.CompareTo(other.Value);

    public override string ToString() => $"{Value}";
}
