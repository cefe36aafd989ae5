using System.Buffers.Binary;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Statuses;

namespace Ledger.Simulation.Checkers;

/// <summary>What the statuses of issuer 0 are by definition: the fold of the transactions of the chain, in their order (A1).</summary>
internal sealed class StatusFold
{
    private readonly Dictionary<Digest, (StatusAction Last, byte[] Value)> _statuses = [];

    /// <summary>All changes, or none and the first refusal.</summary>
    public Outcome Execute(StatusTransaction transaction, Block block)
    {
        foreach (StatusChange change in transaction.Changes)
        {
            StatusAction last = _statuses.TryGetValue(change.Commitment, out var status) ? status.Last : StatusAction.Reinstate;
            Outcome refusal = last is StatusAction.Revoke or StatusAction.Supersede ? Outcome.FinalStatus
                : (last, change.Action) is (StatusAction.Suspend, StatusAction.Suspend) ? Outcome.AlreadySuspended
                : (last, change.Action) is (StatusAction.Reinstate, StatusAction.Reinstate) ? Outcome.NotSuspended
                : Outcome.None;
            if (refusal != Outcome.None)
            {
                return refusal;
            }
        }

        foreach (StatusChange change in transaction.Changes)
        {
            _statuses[change.Commitment] = (change.Action, ValueOf(change, block));
        }

        return Outcome.StatusChanged;
    }

    /// <summary>Keys and values as the state has them.</summary>
    public IEnumerable<(byte[] Key, byte[] Value)> Entries
        => _statuses.Select(s => ((byte[])[6, 0, 0, 0, 0, .. s.Key.ToArray()], s.Value.Value));

    private static byte[] ValueOf(StatusChange change, Block block)
    {
        byte status = change.Action switch
        {
            StatusAction.Reinstate => 1,
            StatusAction.Suspend => 2,
            StatusAction.Revoke => 3,
            _ => 4,
        };
        byte[] numbers = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(numbers, block.Height.Value);
        BinaryPrimitives.WriteUInt64BigEndian(numbers.AsSpan(8), block.Header.TimeMs);
        return [status, (byte)change.Reason, .. numbers, .. change.Successor?.ToArray() ?? []];
    }
}
