namespace Ledger.Testnet.Load;

/// <summary>How one transaction of a load ended. Only <see cref="Committed"/> is a success.</summary>
public enum CallEnd : byte
{
    /// <summary>Never sent: the load was cancelled.</summary>
    Unsent = 0,

    /// <summary>Committed and anchored, and its receipt came back.</summary>
    Committed,

    /// <summary>Not sent, as too many calls were waiting for an answer.</summary>
    Dropped,

    /// <summary>The node answered with an error of its own: POOL_FULL, NOT_READY.</summary>
    Refused,

    /// <summary>No answer: the connection broke, or the deadline passed.</summary>
    Failed,

    /// <summary>Committed, but execution did not anchor it, or no receipt came with it.</summary>
    NotAnchored,
}
