using Ledger.Consensus;
using Ledger.Engine;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>V1: a node's patience is what the views it went through itself without a commit make it, whatever others ask for.</summary>
public sealed class TimeoutChecker(int validators, ChainParameters parameters)
{
    private readonly ulong[] _commitView = new ulong[validators];
    private readonly ulong[] _farthest = new ulong[validators];

    public void Started(SimulatedNode node, ValidatorIndex place)
    {
        _farthest[place.Value] = 0;
        _commitView[place.Value] = CommitView(node.Engine!);
    }

    public void Turned(SimulatedNode node, ValidatorIndex place)
    {
        Replica replica = node.Engine!.Replica;
        ulong steps = replica.View.Value - Math.Min(replica.View.Value, _commitView[place.Value] + 1);
        _farthest[place.Value] = Math.Max(_farthest[place.Value], steps);
        _commitView[place.Value] = CommitView(node.Engine!);

        ulong longest = parameters.BaseTimeoutMs;
        for (ulong i = 0; i < _farthest[place.Value] && longest < parameters.TimeoutCapMs; i++)
        {
            longest *= 2;
        }

        longest = Math.Min(longest, parameters.TimeoutCapMs);
        SimulationFailure.Unless(
            replica.TimeoutMs <= longest,
            $"V1: node {node.Index} waits {replica.TimeoutMs} ms in view {replica.View}, at most {longest} ms by its own views");
    }

    /// <summary>Of this epoch: views begin anew in each.</summary>
    private static ulong CommitView(LedgerEngine engine)
        => engine.Replica.Head.Height >= engine.Epoch.Start ? engine.Replica.Head.Certificate?.View.Value ?? 0 : 0;
}
