using Ledger.Consensus;
using Ledger.Protocol.Validators;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>V1: a node's patience is what the views it went through itself without a commit make it, whatever others ask for.</summary>
public sealed class TimeoutChecker(int validators, ChainParameters parameters)
{
    private readonly ulong[] _commitView = new ulong[validators];
    private readonly ulong[] _farthest = new ulong[validators];

    public void Started(SimulatedNode node)
    {
        _farthest[node.Index] = 0;
        _commitView[node.Index] = CommitView(node.Engine!.Replica);
    }

    public void Turned(SimulatedNode node)
    {
        Replica replica = node.Engine!.Replica;
        ulong steps = replica.View.Value - Math.Min(replica.View.Value, _commitView[node.Index] + 1);
        _farthest[node.Index] = Math.Max(_farthest[node.Index], steps);
        _commitView[node.Index] = CommitView(replica);

        ulong longest = parameters.BaseTimeoutMs;
        for (ulong i = 0; i < _farthest[node.Index] && longest < parameters.TimeoutCapMs; i++)
        {
            longest *= 2;
        }

        longest = Math.Min(longest, parameters.TimeoutCapMs);
        SimulationFailure.Unless(
            replica.TimeoutMs <= longest,
            $"V1: node {node.Index} waits {replica.TimeoutMs} ms in view {replica.View}, at most {longest} ms by its own views");
    }

    private static ulong CommitView(Replica replica) => replica.Head.Certificate?.View.Value ?? 0;
}
