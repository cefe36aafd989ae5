using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>Opens its view for some as it should, and for the others on the lowest base that it can bring together.</summary>
/// <remarks>
/// It waits for more ViewChanges than it needs, and adds one of its own that hides what it knows. What stands on the lower base
/// is a chain of its own. Later it tells one or the other of them the truth too, who may have restarted and forgotten.
/// </remarks>
public sealed class TwoNewViews(IStage stage) : Adversary(stage)
{
    /// <summary>Time for ViewChanges beyond the quorum to come in.</summary>
    private const ulong GatherMs = 60;

    /// <summary>How often who says where it stands is told the other side at once: it may just have started again.</summary>
    private const int RetellPermille = 300;

    private readonly LowestBase _lowest = new();
    private readonly Forgeries _twins = new();
    private readonly Dictionary<Height, PrePrepare> _proposals = [];
    private NewView? _opened;
    private int _otherSide;

    public override void Say(ValidatorIndex to, Message message)
    {
        if (message is NewView opened && opened.Sender == Stage.Self)
        {
            _opened = opened;
            Stage.Later(GatherMs, () => Open(to, opened));
        }
        else if (message is PrePrepare proposal && proposal.Sender == Stage.Self && _opened?.View == proposal.View)
        {
            _proposals[proposal.Block.Height] = proposal;
            Stage.Later(GatherMs + 1, () => Transmit(to, IsOnOtherSide(to) ? TwinOf(proposal) : proposal));
        }
        else
        {
            Transmit(to, message);
        }
    }

    public override bool Hears(Message message)
    {
        if (message is ViewChange change && _lowest.Note(change))
        {
            _opened = null;
            _proposals.Clear();
            _otherSide = Stage.Random.Below(1 << Stage.Genesis.Validators.Size);
        }
        else if (message is Status && Stage.Random.Chance(RetellPermille))
        {
            Retell(message.Sender);
        }

        return true;
    }

    /// <summary>To those on the other side the second; now and then both.</summary>
    private void Open(ValidatorIndex to, NewView opened)
    {
        bool other = opened.View == _lowest.View && IsOnOtherSide(to);
        Transmit(to, other ? Second(opened) : opened);
        if (other && Stage.Random.Chance(300))
        {
            Transmit(to, opened);
        }
    }

    private void Retell(ValidatorIndex to)
    {
        if (_opened is { } opened && IsOnOtherSide(to))
        {
            Transmit(to, opened);
            foreach (PrePrepare proposal in _proposals.Values)
            {
                Transmit(to, proposal);
            }
        }
    }

    private bool IsOnOtherSide(ValidatorIndex to) => (_otherSide >> to.Value & 1) != 0;

    private PrePrepare TwinOf(PrePrepare proposal)
        => MakeProposal(proposal.View, _twins.Of(proposal.Block, header => header with { TimeMs = header.TimeMs + 1 }));

    private NewView Second(NewView opened)
        => MakeNewView(
            opened.View, _lowest.QuorumWith(MakeViewChange(opened.View, null, null), Stage.Genesis.Validators));
}
