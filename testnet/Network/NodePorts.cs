namespace Ledger.Testnet.Network;

/// <summary>Where one node listens on the loopback address.</summary>
public readonly record struct NodePorts(int Peer, int Grpc, int Json);
