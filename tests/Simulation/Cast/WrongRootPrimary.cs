using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>Every second block that it proposes has a header which is not what execution gives, in one field.</summary>
public sealed class WrongRootPrimary(IStage stage) : Adversary(stage)
{
    private readonly Forgeries _wrong = new();

    public override void Say(ValidatorIndex to, Message message)
        => Transmit(to, message is PrePrepare proposal && proposal.Sender == Stage.Self
            ? MakeProposal(proposal.View, _wrong.Of(proposal.Block, Spoil))
            : message);

    private BlockHeader Spoil(BlockHeader header)
        => Stage.Random.Below(16) switch
        {
            0 => header with { OutcomesRoot = header.StateRoot },
            1 => header with { LogSize = header.LogSize + 1 },
            2 => header with { LogRoot = header.LogRootSm3 },
            3 => header with { LogRootSm3 = header.LogRoot },
            4 => header with { StateRoot = header.LogRoot },
            5 => header with { NextConfigurationHash = header.ChainId },
            6 => header with { TimeMs = 1 },
            7 => header with { Height = header.Height.Next },
            _ => header,
        };
}
