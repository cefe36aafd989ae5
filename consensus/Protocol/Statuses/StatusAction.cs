namespace Ledger.Protocol.Statuses;

/// <summary>What an issuer does to the status of a commitment. The numbers are frozen.</summary>
public enum StatusAction : byte
{
    None = 0,

    /// <summary>For ever: what is active or suspended is revoked.</summary>
    Revoke = 1,

    /// <summary>For now: what is active is suspended.</summary>
    Suspend = 2,

    /// <summary>What is suspended is active again.</summary>
    Reinstate = 3,

    /// <summary>For ever: another commitment takes the place of what is active or suspended.</summary>
    Supersede = 4,
}
