using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>Opens its view for some as it should, and for the others on the lowest base that it can bring together.</summary>
/// <remarks>
/// It waits for more ViewChanges than it needs, and adds one of its own that hides what it knows. On the lower base it proposes
/// what stood there before, and then twins: a chain of its own. Who connects again is told the truth too: it may have restarted
/// and forgotten.
/// </remarks>
public sealed class TwoNewViews(IStage stage) : Adversary(stage)
{
    private const int RetellPermille = 800;

    private const ulong AskMs = 200;

    private readonly LowestBase _lowest = new();
    private readonly PastBlocks _past = new();
    private readonly Forgeries _twins = new();
    private readonly Favourite _favourite = new(stage, isOneself: true);
    private readonly SortedDictionary<Height, PrePrepare> _proposals = [];
    private NewView? _opened;
    private NewView? _second;
    private int _otherSide;
    private int _most;

    public override void Enter() => Every(AskMs, AskForOwnView);

    public override void Say(ValidatorIndex to, Message message)
    {
        if (message is NewView opened && opened.Sender == Stage.Self)
        {
            _opened = opened;
            Stage.Later(LowestBase.GatherMs, () => Open(to, opened));
        }
        else if (message is PrePrepare proposal && proposal.Sender == Stage.Self && _opened?.View == proposal.View)
        {
            _proposals[proposal.Block.Height] = proposal;
            _past.Note(proposal);
            Stage.Later(LowestBase.GatherMs + 1, () => Propose(to, proposal));
        }
        else if (message is not Vote vote || _favourite.MayHave(to, vote))
        {
            Transmit(to, message);
        }
    }

    public override bool Hears(Message message)
    {
        if (message is ViewChange change && _lowest.Note(change))
        {
            (_opened, _second) = (null, null);
            _proposals.Clear();
            _otherSide = Stage.Random.Below(1 << Epoch.Validators.Size);
            _most = Stage.Random.Of(1, int.MaxValue);
        }
        else if (message is PrePrepare proposal)
        {
            _past.Note(proposal);
        }

        return true;
    }

    public override void Meets(ValidatorIndex peer)
    {
        if (_opened is { } opened && IsOnOtherSide(peer) && Stage.Random.Chance(RetellPermille))
        {
            Transmit(peer, opened);
            foreach (PrePrepare proposal in _proposals.Values)
            {
                Transmit(peer, proposal);
            }
        }
    }

    /// <summary>The second to those on the other side; now and then both.</summary>
    private void Open(ValidatorIndex to, NewView opened)
    {
        if (opened.View != _lowest.View || !IsOnOtherSide(to))
        {
            Transmit(to, opened);
            return;
        }

        Transmit(to, _second ??= MakeNewView(opened.View, _lowest));
        if (Stage.Random.Chance(100))
        {
            Transmit(to, opened);
        }
    }

    private void Propose(ValidatorIndex to, PrePrepare proposal)
    {
        if (_second is not { } second || !IsOnOtherSide(to))
        {
            Transmit(to, proposal);
            return;
        }

        Height start = second.Base?.Height ?? Height.Genesis;
        foreach (Block block in _past.Between(start, proposal.Block).Append(proposal.Block).Take(_most))
        {
            Transmit(to, MakeProposal(proposal.View, _twins.TwinOf(block)));
        }
    }

    private bool IsOnOtherSide(ValidatorIndex to) => (_otherSide >> to.Value & 1) != 0;
}
