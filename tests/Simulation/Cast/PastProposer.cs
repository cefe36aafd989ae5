using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>Opens its view on the lowest base it can bring together, and proposes in it what stood in views before.</summary>
/// <remarks>
/// Of each height the last that was proposed in another view, some of them left out. Now and then in a view that is not its own.
/// </remarks>
public sealed class PastProposer(IStage stage) : Adversary(stage)
{
    /// <summary>Time for ViewChanges beyond the quorum to come in.</summary>
    private const ulong GatherMs = 60;

    private const ulong PeriodMs = 100;

    private const int ForeignPermille = 30;

    /// <summary>More heights than a window has; what is far below is final.</summary>
    private const int MostKept = 32;

    private readonly LowestBase _lowest = new();
    private readonly SortedDictionary<Height, PrePrepare> _heard = [];

    public override void Enter() => Every(PeriodMs, Propose);

    public override void Say(ValidatorIndex to, Message message)
    {
        if (message is NewView opened && opened.Sender == Stage.Self)
        {
            Stage.Later(GatherMs, () => Transmit(to, Lowered(opened)));
        }
        else
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
        => opened.View == _lowest.View
            ? MakeNewView(
                opened.View, _lowest.QuorumWith(MakeViewChange(opened.View, null, null), Stage.Genesis.Validators))
            : opened;

    private void Propose()
    {
        if (Replica is not { Participating: true } replica || !(IsPrimary || Stage.Random.Chance(ForeignPermille)))
        {
            return;
        }

        ValidatorIndex to = Stage.Random.Of<ValidatorIndex>([.. Others]);
        foreach (PrePrepare past in _heard.Values.Where(p => p.View < replica.View && p.Block.Height > replica.Head.Height))
        {
            if (Stage.Random.Chance(500))
            {
                Transmit(to, MakeProposal(replica.View, past.Block));
            }
        }
    }
}
