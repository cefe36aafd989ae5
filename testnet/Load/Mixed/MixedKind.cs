namespace Ledger.Testnet.Load.Mixed;

/// <summary>What an honest client of a mixed load does.</summary>
public enum MixedKind : byte
{
    /// <summary>Submits one commitment and waits for the receipt.</summary>
    Submit1 = 0,

    /// <summary>Submits 64 commitments and waits for the receipt.</summary>
    Submit64,

    /// <summary>Submits 4,096 commitments and waits for the receipt.</summary>
    Submit4096,

    /// <summary>Asks for the receipt of a leaf anchored lately.</summary>
    Receipt,

    /// <summary>Looks a commitment up that was anchored lately.</summary>
    Check,

    /// <summary>Asks how a node is.</summary>
    Status,
}
