namespace Ledger.Protocol.Numbers;

/// <summary>Where a certificate stands: ordered by view, then height (PROTOCOL.md N2, V3).</summary>
public readonly record struct Position(View View, Height Height) : IComparable<Position>
{
    public int CompareTo(Position other)
        => View == other.View ? Height.CompareTo(other.Height) : View.CompareTo(other.View);

    public static bool operator <(Position left, Position right) => left.CompareTo(right) < 0;

    public static bool operator >(Position left, Position right) => left.CompareTo(right) > 0;

    public static bool operator <=(Position left, Position right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Position left, Position right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"v{View}/h{Height}";
}
