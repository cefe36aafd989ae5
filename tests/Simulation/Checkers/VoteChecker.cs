using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Simulation.Checkers;

/// <summary>Honest votes are those that N2, V4 and N4 allow, judged by the trace of all messages and nothing else.</summary>
/// <remarks>
/// A Prepare is above the last, at most W above the committed height, and connected to what its view stands on; V4 follows
/// from that by induction. A Commit has a prepared quorum of its own view. Over crashes: what was sent was durable.
/// </remarks>
public sealed class VoteChecker(BlockBook blocks, VoteTally tally, int validators, EpochConfiguration epoch)
{
    private readonly Dictionary<View, HashSet<BlockRef>> _bases = [];
    private readonly Statement?[] _last = new Statement?[validators];
    private readonly HashSet<Statement>[] _seen = [.. Enumerable.Range(0, validators).Select(_ => new HashSet<Statement>())];

    /// <summary>Whoever opened a view, and honestly or not: each base it gave is one to stand on.</summary>
    public void Opened(NewView opened)
    {
        BlockRef start = opened.Base is { } certificate
            ? new BlockRef(certificate.Height, certificate.Block.Sha256)
            : new BlockRef(Before, Digest.Zero);
        if (!_bases.TryGetValue(opened.View, out HashSet<BlockRef>? known))
        {
            _bases.Add(opened.View, known = []);
        }

        known.Add(start);
    }

    /// <param name="head">The node's committed height.</param>
    public void Sent(int node, Vote vote, ulong head)
    {
        if (!_seen[node].Add(vote.Statement) || vote.Statement == _last[node])
        {
            return; // said before; or promised before a crash that came first
        }

        if (vote.IsCommit)
        {
            SimulationFailure.Unless(
                tally.IsCertified(StatementType.Prepare, vote.View, vote.Block.Sha256),
                $"N4: node {node} sent a Commit at v{vote.View}/h{vote.Height} that no prepared quorum stands behind");
            return;
        }

        CheckPrepare(node, vote, head);
        _last[node] = vote.Statement;
    }

    /// <summary>Whoever starts again remembers its last Prepare, and may have promised one that it had no time to send.</summary>
    /// <param name="head">The height of its block log: W counts from what was durable when it promised, never more than this.</param>
    public void Started(int node, Promise.Prepared? durable, ulong head)
    {
        Position? known = PositionOf(_last[node]);
        SimulationFailure.Unless(
            known is null || durable?.Position >= known, $"N2: node {node} forgot its Prepare at {known}: it knows {durable}");
        SimulationFailure.Unless(
            durable is null || durable.Position.Height.Value <= head + epoch.Parameters.Window,
            $"N2: node {node} prepared at {durable?.Position}, more than W above its durable height {head}");
        if (durable is not null && (known is null || durable.Position > known))
        {
            _last[node] = new Statement(
                StatementType.Prepare, durable.Position.View, durable.Position.Height, durable.Block);
        }
    }

    /// <summary>It knows no Prepare that it sent before it lost its journal; all of them were in lower views (D3).</summary>
    public void Recovered(int node) => _last[node] = null;

    private void CheckPrepare(int node, Vote vote, ulong head)
    {
        string what = $"node {node}'s Prepare at v{vote.View}/h{vote.Height}";
        SimulationFailure.Unless(
            PositionOf(_last[node]) is not { } last || new Position(vote.View, vote.Height) > last,
            $"N2: {what} is not above its last at {PositionOf(_last[node])}");
        SimulationFailure.Unless(
            vote.Height.Value <= head + epoch.Parameters.Window, $"N2: {what} is more than W above its committed height {head}");
        SimulationFailure.Unless(
            blocks.Find(vote.Block.Sha256) is { } block && IsConnected(node, vote, block),
            $"N2: {what} is connected to nothing that it may stand on");
    }

    /// <summary>N2 (a), (b), (c); and by V6 a view may be entered on a block certified in it.</summary>
    private bool IsConnected(int node, Vote vote, Block block)
    {
        bool preparedHere = _last[node] is { } last && last.View == vote.View;
        Height parent = new(block.Height.Value - 1);
        bool a = !preparedHere && (IsBase(vote.View, block.Height, block.Hash) || IsBase(vote.View, parent, block.Parent)
            || tally.IsCertified(vote.View, block.Hash));
        bool b = preparedHere && block.Parent == _last[node]!.Value.Subject.Sha256;
        bool c = tally.IsCertified(vote.View, block.Parent) && (!preparedHere || parent >= _last[node]!.Value.Height);
        return a || b || c;
    }

    /// <summary>The last height before the epoch: of that there is one block, which its own epoch decided.</summary>
    private Height Before => new(epoch.Start.Value - 1);

    /// <summary>On what was decided before the epoch view 0 stands (E2).</summary>
    private bool IsBase(View view, Height height, Digest hash)
        => height == Before
            ? view == View.Zero || IsKnownBase(view, new BlockRef(height, Digest.Zero))
            : IsKnownBase(view, new BlockRef(height, hash));

    private bool IsKnownBase(View view, BlockRef block) => _bases.TryGetValue(view, out var known) && known.Contains(block);

    private static Position? PositionOf(Statement? statement)
        => statement is { } s ? new Position(s.View, s.Height) : null;
}
