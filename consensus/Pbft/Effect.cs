using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Consensus;

/// <summary>Who a message goes to.</summary>
public enum Audience
{
    /// <summary>Every validator of the set, ourselves by the front door.</summary>
    Everyone,

    /// <summary>Every other validator.</summary>
    Others,

    /// <summary>One validator.</summary>
    One,
}

/// <summary>A message to send once the turn's promises are durable.</summary>
public readonly record struct Outgoing(Message Message, Audience Audience, ValidatorIndex To);

/// <summary>A block that is final; the certificate is its own, or null when a descendant's covers it.</summary>
public sealed record CommittedBlock(Block Block, QuorumCertificate? Certificate);

/// <summary>Asks for the batches and the execution of a block whose parent is committed or checked.</summary>
/// <param name="Certified">True when a quorum has already vouched for it: its time is not judged again (T0).</param>
public readonly record struct CheckRequest(Block Block, bool Certified);

/// <summary>Arms a timer to fire after <paramref name="AfterMs"/> milliseconds, or stops it when null.</summary>
public readonly record struct TimerChange(TimerKind Kind, ulong? AfterMs);

/// <summary>Asks for committed blocks above a height to be sent to a peer that lacks them.</summary>
public readonly record struct ServeRequest(ValidatorIndex Peer, Height Above, Digest Target);
