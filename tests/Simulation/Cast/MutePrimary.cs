using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>As primary it opens no view and proposes nothing; it votes like everyone, so that its silence is all there is to see.</summary>
public sealed class MutePrimary(IStage stage) : Adversary(stage)
{
    public override void Say(ValidatorIndex to, Message message)
    {
        if (message is not (PrePrepare or NewView) || message.Sender != Stage.Self)
        {
            Transmit(to, message);
        }
    }
}
