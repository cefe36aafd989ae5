using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>As primary it opens no view, proposes nothing and asks for no other: its silence is all there is to see.</summary>
public sealed class MutePrimary(IStage stage) : Adversary(stage)
{
    public override void Say(ValidatorIndex to, Message message)
    {
        bool own = message is PrePrepare or NewView && message.Sender == Stage.Self;
        if (!own && !(message is Suspect && IsPrimary))
        {
            Transmit(to, message);
        }
    }
}
