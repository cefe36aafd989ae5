using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;

namespace Ledger.Engine;

/// <summary>What reaches the engine from its edges: all of it checked there.</summary>
public abstract record EngineInput
{
    /// <summary>A message between replicas, of the epoch that its frame names.</summary>
    public sealed record Consensus(Message Message, Epoch Epoch) : EngineInput;

    /// <summary>A batch a peer sent, of its own or because it was asked for.</summary>
    public sealed record BatchArrived(ValidatorIndex From, CheckedBatch Batch) : EngineInput;

    /// <summary>A client's transaction; the answer goes to <paramref name="Answer"/>.</summary>
    public sealed record Submitted(CheckedTransaction Transaction, Action<Admission.Admission> Answer) : EngineInput;

    public sealed record PeerConnected(ValidatorIndex Peer) : EngineInput;
}
