using Google.Protobuf;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;

namespace Ledger.Node.Running;

/// <summary>Committed blocks as the Watch call tells them.</summary>
public static class BlockEvents
{
    /// <summary>The event of a height, or null while it is not committed.</summary>
    public static BlockEvent? At(LedgerEngine engine, Height height)
    {
        if (height > engine.State.Block.Height || height == Height.Genesis)
        {
            return null;
        }

        BlockRecord record = engine.Chain.Read(height);
        BlockHeader header = record.Block.Header;
        return new BlockEvent
        {
            Height = height.Value,
            View = record.Certificate?.View.Value ?? 0,
            BlockHash = Bytes(record.Block.Hash),
            TimeUnixMs = header.TimeMs,
            LogSize = header.LogSize,
            LogRoot = Bytes(header.LogRoot),
            LogRootSm3 = Bytes(header.LogRootSm3),
            StateRoot = Bytes(header.StateRoot),
            Transactions = (uint)record.Outcomes.Count,
            Anchors = (uint)record.Outcomes.Sum(o => o.LeafCount),
        };
    }

    private static ByteString Bytes(Digest digest) => UnsafeByteOperations.UnsafeWrap(digest.ToArray());
}
