using Ledger.Consensus.NormalCase;
using Ledger.Consensus.Timing;
using Ledger.Consensus.ViewChanges;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Consensus;

/// <summary>A PBFT replica as a value: <see cref="Step"/> takes one input and adds what it wants done to the effects.</summary>
/// <remarks>
/// It lives for one epoch: it stops at the block that ends it, and whoever drives it begins the next with another (E1, E2).
/// PROTOCOL.md section 2. No clock, socket, thread or lock. Whoever drives it makes the promises of a turn durable before
/// sending the turn's messages. The parts: NormalCase (N1-N6), ViewChanges (V1-V4), CatchUp (V5-V7).
/// </remarks>
public sealed partial class Replica
{
    /// <summary>How many views back a Commit may still complete a certificate.</summary>
    private const ulong CommitViewSpan = 4;

    private readonly ReplicaOptions _options;
    private readonly EpochConfiguration _epoch;
    private readonly ValidatorSet _set;
    private readonly VoteContext _context;
    private readonly ValidatorIndex _self;
    private readonly ISigner? _signer;
    private readonly DurableState _durable;
    private readonly BlockTree _tree = new();
    private readonly VoteBook _votes;
    private readonly AskBook _asks;
    private readonly ViewTimeout _timeout;
    private readonly Queue<Message>[] _held;

    private Height _logged;
    private View _view;
    private bool _participating;
    private BlockRef? _base;
    private NewView? _newView;
    private View? _mayPropose;
    private BlockRef? _tip;
    private QuorumCertificate? _decided;
    private bool _workHeld;
    private bool _timerRunning;
    private bool _progress;
    private bool _resumedWaiting;

    public Replica(
        ReplicaOptions options,
        EpochConfiguration epoch,
        ValidatorIndex self,
        ISigner? signer,
        DurableState durable,
        ChainHead head)
    {
        _options = options;
        _epoch = epoch;
        _set = epoch.Validators;
        _context = epoch.Context;
        _self = self;
        _signer = signer;
        _durable = durable;
        Head = head;
        _logged = head.Height;
        _votes = new VoteBook(_set);
        _asks = new AskBook(_set);
        _lastCommits = new Vote?[_set.Size];
        _timeout = new ViewTimeout(options);
        _held = [.. Enumerable.Range(0, _set.Size).Select(_ => new Queue<Message>())];
        Resume();
    }

    /// <summary>The committed head.</summary>
    public ChainHead Head { get; private set; }

    /// <summary>The last block of the epoch is committed: this replica has nothing more to say (E1, E2).</summary>
    public bool IsOver { get; private set; }

    /// <summary>It has no key to sign with: it is no member, or has lost its promises (D2), and takes what is final from others.</summary>
    public bool Follows => _signer is null;

    public View View => _view;

    /// <summary>False while the NewView of <see cref="View"/> is awaited.</summary>
    public bool Participating => _participating;

    public ValidatorIndex Primary => PrimaryOf(_view);

    /// <summary>It has asked for a view above this one (V1).</summary>
    public bool SuspectsPrimary => !Follows && _asks[_self] > _view;

    public DurableState Durable => _durable;

    /// <summary>base(v) of the view this replica is in; null while it is not known.</summary>
    public BlockRef? Base => _base;

    /// <summary>The highest commit certificate known above the head: blocks below it are still being fetched or checked.</summary>
    public QuorumCertificate? Decided => _decided;

    /// <summary>Uncommitted blocks known.</summary>
    public int TreeSize => _tree.Count;

    /// <summary>Messages kept for views not yet entered.</summary>
    public int HeldMessages => _held.Sum(slots => slots.Count);

    /// <summary>Places that votes are counted for.</summary>
    public int VotePlaces => _votes.Count;

    public void Step(Input input, EffectList effects)
    {
        if (IsOver)
        {
            return;
        }

        switch (input)
        {
            case Input.Received received:
                Receive(received.Message, effects);
                break;
            case Input.BlockChecked check:
                OnBlockChecked(check, effects);
                break;
            case Input.Proposed proposed:
                OnProposed(proposed, effects);
                break;
            case Input.TimerFired fired:
                OnTimer(fired.Kind, effects);
                break;
            case Input.WorkHeld work:
                OnWorkHeld(work.Held, effects);
                break;
            case Input.Starved:
                Suspect(SuspicionReason.Starvation, effects);
                break;
            case Input.Logged log:
                _logged = log.Height;
                break;
            case Input.PeerConnected peer:
                effects.SendTo(peer.Peer, OwnStatus());
                break;
            case Input.Ordered order:
                AskFor(order.View, SuspicionReason.Ordered, effects);
                break;
            case Input.Started:
                Start(effects);
                break;
        }

        Advance(effects);
    }

    /// <summary>Takes up the view, votes and blocks that the journal remembers.</summary>
    private void Resume()
    {
        _view = View.Max(_durable.ResumeView, Head.Certificate?.View ?? View.Zero);
        foreach (Block block in _durable.Held)
        {
            _tree.Add(block, Head.Height);
        }

        bool preparedHere = _durable.LastPrepare?.Position.View == _view;
        bool certifiedHere = _durable.Highest is { IsCommit: true } highest && highest.View == _view;
        bool committedHere = Head.Certificate?.View == _view && _durable.Asked <= _view;
        _participating = _view == View.Zero || preparedHere || certifiedHere || committedHere;
        _base = _view == View.Zero ? EpochBase : committedHere ? HeadRef : null;
        if (_durable.ViewChange is { } change)
        {
            _asks.Note(change);
        }

        _resumedWaiting = !_participating;
        _timeout.Entered(_view, LastCommitView);
        RestoreOwnVotes();
    }

    private void Start(EffectList effects)
    {
        effects.Timers.Add(new TimerChange(TimerKind.Heartbeat, _options.HeartbeatMs));
        effects.SendOthers(OwnStatus());
        foreach (Vote vote in (Vote[])[.. _prepares.Values, .. _commits.Values])
        {
            effects.Send(vote); // durable, so it counts here too, by the front door as ever (N6)
        }
    }

    private void Receive(Message message, EffectList effects)
    {
        switch (message)
        {
            case PrePrepare m:
                OnPrePrepare(m, effects);
                break;
            case Vote m:
                OnVote(m, effects);
                break;
            case Suspect m:
                _asks.Note(m.Sender, m.View);
                break;
            case ViewChange m:
                OnViewChange(m, effects);
                break;
            case NewView m:
                OnNewView(m, effects);
                break;
            case Status m:
                OnStatus(m, effects);
                break;
            case FetchBlocks m:
                OnFetchBlocks(m, effects);
                break;
            case ChainSegment m:
                OnChainSegment(m, effects);
                break;
        }
    }

    /// <summary>Whatever the input was: join, check, prepare, commit and time what can be by now.</summary>
    private void Advance(EffectList effects)
    {
        if (Follows)
        {
            CommitDecided(effects);
            RequestChecks(effects);
            return;
        }

        JoinIfAsked(effects);
        OpenViewIfPrimary(effects);
        CommitDecided(effects);
        FetchBase(effects);
        ProposeBase(effects);
        RequestChecks(effects);
        PrepareProposals(effects);
        UpdateTimer(effects);
    }

    private ValidatorIndex PrimaryOf(View view) => _epoch.Primary(view);

    private BlockRef HeadRef => new(Head.Height, Head.Block.Sha256);

    /// <summary>base(0): the last block before the epoch. Its hash is only known while the chain stands there.</summary>
    private BlockRef? EpochBase => Head.Height.Next == _epoch.Start ? HeadRef : null;

    private View LastCommitView
        => View.Max(_decided?.View ?? View.Zero, Head.Certificate?.View ?? View.Zero);

    private static void Discard(EffectList effects, DiscardReason reason) => effects.Discards.Add(reason);
}
