using Ledger.Cryptography.Hashing;
using Ledger.Protocol;

namespace Ledger.Engine.Execution;

/// <summary>The committed state and the executed blocks above it, by block hash.</summary>
public sealed class OverlayBook(Overlay committed)
{
    private readonly Dictionary<Digest, Overlay> _byHash = new() { [committed.State.Block.Hash] = committed };

    public Overlay Committed { get; private set; } = committed;

    public int Count => _byHash.Count;

    public Overlay? Find(Digest blockHash) => _byHash.GetValueOrDefault(blockHash);

    public void Add(Overlay overlay) => _byHash[overlay.State.Block.Hash] = overlay;

    /// <summary>The batches of all executed blocks above the committed state.</summary>
    public IReadOnlySet<Digest> InFlight
        => _byHash.Values.Where(o => !ReferenceEquals(o, Committed))
            .SelectMany(o => o.Batches.Select(b => b.Digest)).ToHashSet();

    /// <summary>Makes a child of the committed state the committed state; forks at its height and below are dropped.</summary>
    public Overlay Commit(Digest blockHash)
    {
        Overlay? next = Find(blockHash);
        Invariant.Holds(
            next is not null && ReferenceEquals(next.Parent, Committed), "a committed block was executed on the head");
        next.Parent = null;
        Committed = next;
        List<Digest> gone = [.. _byHash.Values
            .Where(o => o.State.Block.Height <= next.State.Block.Height && !ReferenceEquals(o, next))
            .Select(o => o.State.Block.Hash)];
        gone.ForEach(hash => _byHash.Remove(hash));
        return next;
    }

    /// <summary>The batches of a block and its uncommitted ancestors, the committed head's included.</summary>
    public static HashSet<Digest> BatchesUpTo(Overlay overlay)
    {
        HashSet<Digest> digests = [];
        for (Overlay? at = overlay; at is not null; at = at.Parent)
        {
            digests.UnionWith(at.Batches.Select(b => b.Digest));
        }

        return digests;
    }
}
