using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>Proposes blocks of a time to come: at the edge of what is allowed, beyond it, in an hour, at the end of time.</summary>
public sealed class FutureClock(IStage stage) : Adversary(stage)
{
    private const ulong HourMs = 3_600_000;

    private readonly Forgeries _early = new();

    public override void Say(ValidatorIndex to, Message message)
        => Transmit(to, message switch
        {
            PrePrepare proposal when proposal.Sender == Stage.Self
                => MakeProposal(proposal.View, _early.Of(proposal.Block, h => h with { TimeMs = Math.Max(h.TimeMs, TimeToCome()) })),
            Vote vote when _early.Find(vote.Block.Sha256) is { } early => MakeVote(vote.Statement with { Subject = early.Id }),
            _ => message,
        });

    private ulong TimeToCome()
    {
        ulong edgeMs = Stage.NowMs + Epoch.Parameters.MaximumDriftMs;
        return Stage.Random.Of(edgeMs, edgeMs, edgeMs + 1, edgeMs + 50, Stage.NowMs + HourMs, ulong.MaxValue);
    }
}
