using Ledger.Cryptography.Hashing;
using Ledger.Protocol;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Statuses;
using Ledger.Storage.State;

namespace Ledger.Engine.Execution;

/// <summary>The statuses of a state, and over them those that one block changes (A1).</summary>
public sealed class StatusBook(SparseMerkleMap map)
{
    private readonly Dictionary<(uint Issuer, Digest Commitment), StatusEntry> _changed = [];

    /// <summary>What the block changed so far, each commitment once with its last entry.</summary>
    public IReadOnlyList<StatusRecord> Changed
        => [.. _changed.Select(c => new StatusRecord(c.Key.Issuer, c.Key.Commitment, c.Value))];

    /// <summary>Null for a commitment that its issuer never said anything of.</summary>
    public StatusEntry? Find(uint issuer, Digest commitment)
        => _changed.TryGetValue((issuer, commitment), out StatusEntry? entry) ? entry : Find(map, issuer, commitment);

    /// <summary>The same of a state by itself.</summary>
    public static StatusEntry? Find(SparseMerkleMap map, uint issuer, Digest commitment)
    {
        if (map.Get(SparseMerkleMap.PathOf(StateKeys.Status(issuer, commitment))) is not { } stored)
        {
            return null;
        }

        DecodeFault fault = StatusEntry.TryDecode(stored.Value, out StatusEntry? entry);
        Invariant.Holds(entry is not null, $"a status of the state decodes ({fault})");
        return entry;
    }

    /// <summary>Makes all changes of a transaction whose issuer's word is good, or none.</summary>
    public Outcome Execute(StatusTransaction transaction, Height height, ulong timeMs)
    {
        List<(Digest Commitment, StatusEntry Entry)> after = [];
        foreach (StatusChange change in transaction.Changes)
        {
            StatusEntry? before = Find(transaction.Issuer, change.Commitment);
            Outcome outcome = StatusRules.TryChange(before, change, height, timeMs, out StatusEntry? entry);
            if (entry is null)
            {
                return outcome;
            }

            after.Add((change.Commitment, entry));
        }

        after.ForEach(a => _changed[(transaction.Issuer, a.Commitment)] = a.Entry);
        return Outcome.StatusChanged;
    }
}

/// <summary>One entry that a block changed.</summary>
public readonly record struct StatusRecord(uint Issuer, Digest Commitment, StatusEntry Entry)
{
    public byte[] Key => StateKeys.Status(Issuer, Commitment);
}
