using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Checkers;

/// <summary>No honest equivocation: over all its lives a node signs one statement for one (type, view, height).</summary>
/// <remarks>
/// And what follows a ViewChange or precedes it fits: no vote below its view signed afterwards (V2), its certificate not
/// below a Commit sent before (N4); in a view it spoke in as primary before a restart it proposes nothing new (N7).
/// Everything that leaves a node counts, whether it arrives or not.
/// </remarks>
public sealed class EquivocationChecker(int validators)
{
    private readonly Dictionary<(StatementType Type, View View, Height Height), BlockId>[] _said =
        [.. Enumerable.Range(0, validators).Select(_ => new Dictionary<(StatementType, View, Height), BlockId>())];

    private readonly View[] _left = new View[validators];

    private readonly View?[] _spoken = new View?[validators];

    private readonly View?[] _spokenBefore = new View?[validators];

    private readonly SortedDictionary<View, Height>[] _commits =
        [.. Enumerable.Range(0, validators).Select(_ => new SortedDictionary<View, Height>())];

    public void Sent(int node, Message message)
    {
        if (message.Sender.Value != node || StatementOf(message) is not { } statement)
        {
            return;
        }

        bool isNew = _said[node].TryAdd((statement.Type, statement.View, statement.Height), statement.Subject);
        BlockId first = _said[node][(statement.Type, statement.View, statement.Height)];
        SimulationFailure.Unless(
            first == statement.Subject,
            $"Equivocation: node {node} signed two {statement.Type} at v{statement.View}/h{statement.Height}");
        if (isNew)
        {
            CheckOrder(node, statement, message as ViewChange);
        }
    }

    /// <summary>Its Commits from before the loss it cannot show any more; the others show what they were for (D3).</summary>
    public void Recovered(int node)
    {
        _commits[node].Clear();
        _spokenBefore[node] = _spoken[node];
    }

    /// <summary>A new life begins: what the last one said as primary binds this one.</summary>
    public void Started(int node) => _spokenBefore[node] = _spoken[node];

    private static Statement? StatementOf(Message message)
        => message switch
        {
            PrePrepare m => m.Statement,
            Vote m => m.Statement,
            ViewChange m => m.Statement,
            NewView m => m.Statement,
            _ => null,
        };

    private void CheckOrder(int node, Statement statement, ViewChange? change)
    {
        SimulationFailure.Unless(
            statement.View >= _left[node],
            $"V2: node {node} signed {statement.Type} in view {statement.View} after its ViewChange for {_left[node]}");
        if (statement.Type is StatementType.PrePrepare or StatementType.NewView)
        {
            CheckPrimary(node, statement);
        }
        else if (change is not null)
        {
            _left[node] = change.View;
            CheckCertificate(node, change);
        }
        else if (statement.Type == StatementType.Commit)
        {
            Height known = _commits[node].GetValueOrDefault(statement.View);
            _commits[node][statement.View] = known > statement.Height ? known : statement.Height;
        }
    }

    private void CheckPrimary(int node, Statement statement)
    {
        SimulationFailure.Unless(
            _spokenBefore[node] is not { } before || statement.View > before,
            $"N7: node {node} sent a new {statement.Type} in view {statement.View}, in which it spoke before it restarted");
        _spoken[node] = statement.View;
    }

    /// <summary>Commits of its own view and above do not bind it: it may be sent late, by V7, after the view was entered by V6.</summary>
    private void CheckCertificate(int node, ViewChange change)
    {
        foreach ((View view, Height height) in _commits[node].Where(c => c.Key < change.View))
        {
            SimulationFailure.Unless(
                change.Highest is { } highest && highest.Position >= new Position(view, height),
                $"N4: node {node}'s ViewChange for {change.View} is below its Commit at v{view}/h{height}");
        }
    }
}
