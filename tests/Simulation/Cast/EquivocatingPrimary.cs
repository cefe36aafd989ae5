using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>As primary it proposes one block to every second validator, and to the others its twin of another time.</summary>
public sealed class EquivocatingPrimary(IStage stage) : Adversary(stage)
{
    public override void Say(ValidatorIndex to, Message message)
        => Transmit(to, message is PrePrepare proposal && to.Value % 2 == 0 ? TwinOf(proposal) : message);

    private PrePrepare TwinOf(PrePrepare proposal)
    {
        Block block = new(proposal.Block.Header with { TimeMs = proposal.Block.Header.TimeMs + 1 }, proposal.Block.Batches);
        Statement statement = new(StatementType.PrePrepare, proposal.View, block.Height, block.Id);
        return new PrePrepare(Stage.Self, proposal.View, block, statement.Sign(Stage.Genesis.Context, Stage.Signer));
    }
}
