using Ledger.Protocol;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Storage.Blocks;

namespace Ledger.Engine;

/// <summary>Typed reading of the block log.</summary>
public sealed class Chain(BlockLog log)
{
    public Height Head => new(log.Head);

    /// <summary>The block at a height from 1 to the head. Bytes that passed their checksum and do not decode halt the node.</summary>
    public BlockRecord Read(Height height)
    {
        DecodeFault fault = BlockRecord.TryDecode(log.Read(height.Value).Payload, out BlockRecord? record);
        Invariant.Holds(record is not null, $"a stored block decodes ({fault} at height {height})");
        return record;
    }

    /// <summary>The first block from <paramref name="height"/> on with its own certificate, at most <paramref name="span"/> away.</summary>
    public BlockRecord? FindCertified(Height height, ulong span)
    {
        for (Height at = height; at <= Head && at <= height + span; at = at.Next)
        {
            if (Read(at) is { Certificate: not null } record)
            {
                return record;
            }
        }

        return null;
    }
}
