using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>Opens its view on the lowest base it can bring together, and proposes in it what stood in views before.</summary>
/// <remarks>
/// Of each height the last that was proposed in another view, each to some and not to others. Now and then in a view that is not its own.
/// </remarks>
public sealed class PastProposer(IStage stage) : Adversary(stage)
{
    private const ulong PeriodMs = 100;

    private const int ForeignPermille = 30;

    /// <summary>More heights than a window has; what is far below is final.</summary>
    private const int MostKept = 32;

    private readonly LowestBase _lowest = new();
    private readonly Favourite _favourite = new(stage, isOneself: false);
    private readonly SortedDictionary<Height, PrePrepare> _heard = [];

    public override void Enter() => Every(PeriodMs, () =>
    {
        AskForOwnView();
        Propose();
    });

    public override void Say(ValidatorIndex to, Message message)
    {
        if (message is NewView opened && opened.Sender == Stage.Self)
        {
            Stage.Later(LowestBase.GatherMs, () => Transmit(to, Lowered(opened)));
        }
        else if (message is not Vote vote || _favourite.MayHave(to, vote))
        {
            Transmit(to, message);
        }
    }

    public override bool Hears(Message message)
    {
        if (message is ViewChange change)
        {
            _lowest.Note(change);
        }
        else if (message is PrePrepare proposal)
        {
            _heard[proposal.Block.Height] = proposal;
            if (_heard.Count > MostKept)
            {
                _heard.Remove(_heard.Keys.First());
            }
        }

        return true;
    }

    private NewView Lowered(NewView opened)
        => opened.View == _lowest.View ? MakeNewView(opened.View, _lowest) : opened;

    private void Propose()
    {
        if (Replica is not { Participating: true } replica || !(IsPrimary || Stage.Random.Chance(ForeignPermille)))
        {
            return;
        }

        foreach (PrePrepare past in _heard.Values.Where(p => p.View < replica.View && p.Block.Height > replica.Head.Height))
        {
            PrePrepare again = MakeProposal(replica.View, past.Block);
            foreach (ValidatorIndex to in Others.Where(_ => Stage.Random.Chance(500)))
            {
                Transmit(to, again);
            }
        }
    }
}
