namespace Ledger.Protocol.Numbers;

/// <summary>A term of one primary within an epoch, from 0 (PBFT section 4).</summary>
public readonly record struct View(ulong Value) : IComparable<View>
{
    public static View Zero => default;

    public View Next => new(Value + 1);

    public int CompareTo(View other) => Value.CompareTo(other.Value);

    public static View Max(View left, View right) => left > right ? left : right;

    public static bool operator <(View left, View right) => left.Value < right.Value;

    public static bool operator >(View left, View right) => left.Value > right.Value;

    public static bool operator <=(View left, View right) => left.Value <= right.Value;

    public static bool operator >=(View left, View right) => left.Value >= right.Value;

    public override string ToString() => $"{Value}";
}
