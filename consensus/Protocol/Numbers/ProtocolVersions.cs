namespace Ledger.Protocol.Numbers;

/// <summary>The protocol versions that a program can execute and vote under, both ends included.</summary>
/// <remarks>
/// PROTOCOL.md P1. The version in force is a parameter of the epoch; this is what the program brings. What each version added
/// stands in PROTOCOL.md, Versions.
/// </remarks>
public readonly record struct ProtocolVersions(uint Lowest, uint Highest)
{
    public const uint First = 1;

    /// <summary>Operators decide who may anchor, and which new journals may sign in the epoch where the old ones were lost.</summary>
    public const uint IssuersByGovernance = 2;

    /// <summary>Issuers revoke, suspend, reinstate and supersede what they anchored.</summary>
    public const uint Statuses = 3;

    /// <summary>A constant of the build: an older program is built with <c>-p:LedgerProtocolVersion=1</c> or 2 (CONTRIBUTING.md).</summary>
#if LEDGER_PROTOCOL_VERSION_1
    public static ProtocolVersions OfThisProgram { get; } = new(First, First);
#elif LEDGER_PROTOCOL_VERSION_2
    public static ProtocolVersions OfThisProgram { get; } = new(First, IssuersByGovernance);
#else
    public static ProtocolVersions OfThisProgram { get; } = new(First, Statuses);
#endif

    public bool Include(uint version) => version >= Lowest && version <= Highest;

    public override string ToString() => Lowest == Highest ? $"{Lowest}" : $"{Lowest} to {Highest}";
}
