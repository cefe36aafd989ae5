using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Consensus;

/// <summary>What one turn of steps wants done, in the order the engine does it: promises durable first, then messages.</summary>
public sealed class EffectList
{
    /// <summary>Durable before any of <see cref="Messages"/> leaves.</summary>
    public List<Promise> Promises { get; } = [];

    public List<Outgoing> Messages { get; } = [];

    public List<CommittedBlock> Committed { get; } = [];

    public List<CheckRequest> Checks { get; } = [];

    public List<TimerChange> Timers { get; } = [];

    public List<ServeRequest> Serves { get; } = [];

    public List<DiscardReason> Discards { get; } = [];

    /// <summary>What was heard that no honest validator says; the same again each time that it is heard.</summary>
    public List<Misbehavior> Misbehaviors { get; } = [];

    public List<Suspicion> Suspicions { get; } = [];

    public void Send(Message message) => Messages.Add(new Outgoing(message, Audience.Everyone, default));

    public void SendOthers(Message message) => Messages.Add(new Outgoing(message, Audience.Others, default));

    public void SendTo(ValidatorIndex to, Message message) => Messages.Add(new Outgoing(message, Audience.One, to));

    public void Check(Block block, bool certified) => Checks.Add(new CheckRequest(block, certified));

    public void Serve(ValidatorIndex peer, Height above, Digest target) => Serves.Add(new ServeRequest(peer, above, target));

    public void Clear()
    {
        Promises.Clear();
        Messages.Clear();
        Committed.Clear();
        Checks.Clear();
        Timers.Clear();
        Serves.Clear();
        Discards.Clear();
        Misbehaviors.Clear();
        Suspicions.Clear();
    }
}
