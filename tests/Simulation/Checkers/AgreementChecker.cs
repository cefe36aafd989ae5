using Ledger.Cryptography.Hashing;

namespace Ledger.Simulation.Checkers;

/// <summary>Agreement: whatever any node ever commits at a height, in any of its lives, is the same block.</summary>
public sealed class AgreementChecker
{
    private readonly Dictionary<ulong, (Digest Hash, int Node)> _decided = [];

    /// <summary>The highest height committed anywhere.</summary>
    public ulong Head { get; private set; }

    public Digest HashAt(ulong height) => _decided[height].Hash;

    public void Committed(int node, ulong height, Digest hash)
    {
        if (_decided.TryAdd(height, (hash, node)))
        {
            Head = Math.Max(Head, height);
            return;
        }

        (Digest first, int witness) = _decided[height];
        SimulationFailure.Unless(
            first == hash,
            $"Agreement: node {node} committed {hash.Short} at height {height}, node {witness} {first.Short}");
    }
}
