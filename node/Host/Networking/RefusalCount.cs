namespace Ledger.Node.Networking;

/// <summary>How many connections were refused here for one reason, authenticated or not.</summary>
public readonly record struct RefusalCount(PeerRefusal Refusal, long Count);
