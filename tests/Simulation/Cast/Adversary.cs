using Ledger.Consensus;
using Ledger.Engine;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Simulation.Cast;

/// <summary>A validator that may do anything its key allows: it stands between an honest engine and the wire.</summary>
/// <remarks>As it is here it changes nothing. Each kind overrides what it lies about.</remarks>
public abstract class Adversary(IStage stage)
{
    protected IStage Stage { get; } = stage;

    /// <summary>Every other validator.</summary>
    protected IEnumerable<ValidatorIndex> Others
        => Enumerable.Range(0, Epoch.Validators.Size)
            .Select(i => new ValidatorIndex((byte)i)).Where(i => i != Stage.Self);

    protected Replica? Replica => Stage.Engine?.Replica;

    /// <summary>The epoch of the engine inside.</summary>
    protected EpochConfiguration Epoch => Stage.Engine?.Epoch ?? Stage.Genesis.Configuration;

    /// <summary>The engine inside believes that it is its turn to propose.</summary>
    protected bool IsPrimary => Replica?.Primary == Stage.Self;

    /// <summary>The process has started: what is done again and again begins here.</summary>
    public virtual void Enter()
    {
    }

    /// <summary>A message of the engine inside is about to leave; what leaves instead is the adversary's choice.</summary>
    public virtual void Say(ValidatorIndex to, Message message) => Transmit(to, message);

    /// <summary>A message of a peer came in; false keeps it from the engine inside.</summary>
    public virtual bool Hears(Message message) => true;

    /// <summary>A peer's connection is up, again perhaps: it may have been restarted.</summary>
    public virtual void Meets(ValidatorIndex peer)
    {
    }

    protected void Transmit(ValidatorIndex to, Message message)
        => Stage.Transmit(
            to,
            message is BatchMessage or SnapshotOffer or SnapshotPiece ? TransportLane.Bulk : TransportLane.Votes,
            message.ToFrame(Epoch.Number));

    /// <summary>Does something every so often for as long as the process runs: its rate is bounded by this.</summary>
    protected void Every(ulong periodMs, Action action)
        => Stage.Later(periodMs, () =>
        {
            action();
            Every(periodMs, action);
        });

    /// <summary>Asks for the next view if it is one's own: then the suspicion of one other opens it.</summary>
    protected void AskForOwnView()
    {
        if (Replica is { } replica && (replica.Primary.Value + 1) % Epoch.Validators.Size == Stage.Self.Value)
        {
            foreach (ValidatorIndex to in Others)
            {
                Transmit(to, MakeSuspect(replica.View.Next));
            }
        }
    }

    protected Vote MakeVote(Statement statement) => new(Stage.Self, statement, Sign(statement));

    protected PrePrepare MakeProposal(View view, Block block)
        => new(Stage.Self, view, block, Sign(new Statement(StatementType.PrePrepare, view, block.Height, block.Id)));

    protected Suspect MakeSuspect(View view)
        => new(Stage.Self, view, Sign(Suspect.StatementFor(view)));

    protected ViewChange MakeViewChange(View view, QuorumCertificate? commit, QuorumCertificate? prepared)
        => new(Stage.Self, view, commit, prepared, Sign(ViewChange.StatementFor(view, commit, prepared)));

    protected NewView MakeNewView(View view, IReadOnlyList<ViewChange> changes)
        => new(Stage.Self, view, changes, Sign(NewView.StatementFor(view, changes)));

    /// <summary>The NewView of the same view on the lowest base there is, for which one's own ViewChange hides what one knows.</summary>
    private protected NewView MakeNewView(View view, LowestBase lowest)
        => MakeNewView(view, lowest.QuorumWith(MakeViewChange(view, null, null), Epoch.Validators));

    private byte[] Sign(Statement statement) => statement.Sign(Epoch.Context, Stage.Signer);
}
