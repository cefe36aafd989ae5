namespace Ledger.Protocol.Numbers;

/// <summary>Place of a validator in its set, 0 to 63; above that, a number by which a node knows a guest of its own.</summary>
/// <remarks>A guest follows without voting. Its number means something to the node it is connected to, and to nobody else.</remarks>
public readonly record struct ValidatorIndex(byte Value) : IComparable<ValidatorIndex>
{
    public const byte FirstGuest = 64;

    /// <summary>Whoever has no place in the set, as it speaks of itself.</summary>
    public static ValidatorIndex None => new(byte.MaxValue);

    public bool IsGuest => Value >= FirstGuest;

    public int CompareTo(ValidatorIndex other) => Value.CompareTo(other.Value);

    public override string ToString() => $"{Value}";
}
