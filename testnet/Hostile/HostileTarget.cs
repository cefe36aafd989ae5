namespace Ledger.Testnet.Hostile;

/// <summary>The ports of one node on the loopback address.</summary>
public sealed record HostileTarget(int Grpc, int Json, int Peer);
