using Ledger.Engine;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>A validator that may do anything its key allows: it stands between an honest engine and the wire.</summary>
/// <remarks>As it is here it changes nothing. Each kind overrides what it lies about.</remarks>
public abstract class Adversary(IStage stage)
{
    protected IStage Stage { get; } = stage;

    /// <summary>Every other validator.</summary>
    protected IEnumerable<ValidatorIndex> Others
        => Enumerable.Range(0, Stage.Genesis.Validators.Size)
            .Select(i => new ValidatorIndex((byte)i)).Where(i => i != Stage.Self);

    /// <summary>The engine inside sends a message; what leaves instead is the adversary's choice.</summary>
    public virtual void Say(ValidatorIndex to, Message message) => Transmit(to, message);

    /// <summary>A message of a peer came in; false keeps it from the engine inside.</summary>
    public virtual bool Hears(Message message) => true;

    /// <summary>After each turn of the engine inside.</summary>
    public virtual void Turned()
    {
    }

    protected void Transmit(ValidatorIndex to, Message message)
        => Stage.Transmit(to, message is BatchMessage ? TransportLane.Bulk : TransportLane.Votes, message.Encode());
}
