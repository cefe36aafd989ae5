using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>As primary it proposes a chain to some, and to the others its twin of another time; it votes on both sides.</summary>
/// <remarks>
/// Both chains are valid and each side sees one alone; now and then one of them is told the other too, who may have restarted
/// and forgotten the first. Its Commits do not wait for a certificate: nobody can be held to N4 by somebody else.
/// </remarks>
public sealed class EquivocatingPrimary(IStage stage) : Adversary(stage)
{
    /// <summary>How often both sides are told the truth.</summary>
    private const int HonestPermille = 200;

    /// <summary>How often who connects again is told the other side at once: it may have been restarted.</summary>
    private const int RetellPermille = 800;

    /// <summary>More heights than a window has.</summary>
    private const int MostTold = 16;

    private readonly Forgeries _twins = new();
    private readonly SortedDictionary<Height, PrePrepare> _told = [];
    private int _twinSide;

    public override void Say(ValidatorIndex to, Message message)
    {
        switch (message)
        {
            case PrePrepare proposal when proposal.Sender == Stage.Self:
                Part(proposal.Block);
                Note(proposal);
                Transmit(to, IsOnTwinSide(to) ? TwinOf(proposal) : proposal);
                break;
            case Vote vote when _twins.Find(vote.Block.Sha256) is { } other:
                Vote(to, IsOnTwinSide(to) ? vote.Statement with { Subject = other.Id } : vote.Statement);
                break;
            default:
                Transmit(to, message);
                break;
        }
    }

    public override void Meets(ValidatorIndex peer)
    {
        if (Stage.Random.Chance(RetellPermille))
        {
            Retell(peer);
        }
    }

    private void Vote(ValidatorIndex to, Statement statement)
    {
        Transmit(to, MakeVote(statement));
        Transmit(to, MakeVote(statement with { Type = StatementType.Commit }));
    }

    /// <summary>The sides are drawn anew where two chains part, and stay while they run beside each other.</summary>
    private void Part(Block block)
    {
        if (_twins.Find(block.Hash) is null && _twins.Find(block.Parent) is null)
        {
            bool honest = Stage.Random.Chance(HonestPermille);
            _twinSide = honest ? 0 : 1 + Stage.Random.Below((1 << Epoch.Validators.Size) - 1);
        }
    }

    private void Note(PrePrepare proposal)
    {
        if (_told.Values.Any(p => p.View != proposal.View))
        {
            _told.Clear();
        }

        _told[proposal.Block.Height] = proposal;
        if (_told.Count > MostTold)
        {
            _told.Remove(_told.Keys.First());
        }
    }

    private void Retell(ValidatorIndex to)
    {
        foreach (PrePrepare proposal in _told.Values)
        {
            Transmit(to, IsOnTwinSide(to) ? proposal : TwinOf(proposal));
        }
    }

    private PrePrepare TwinOf(PrePrepare proposal)
        => MakeProposal(proposal.View, _twins.TwinOf(proposal.Block));

    private bool IsOnTwinSide(ValidatorIndex to) => (_twinSide >> to.Value & 1) != 0;
}
