using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Snapshots;
using Ledger.Protocol.Transactions;
using Ledger.Storage.State;

namespace Ledger.Engine.Snapshots;

/// <summary>Believes a piece of a snapshot or names what is wrong with it: each by itself, whoever sent it.</summary>
internal static class PieceCheck
{
    /// <summary>A run of certified blocks of a snapshot; the last of all has the outline's certificate if it has none of its own.</summary>
    /// <remarks>All up to the run's certificate, whatever was asked for: a log that ends without one would be cut by a start.</remarks>
    public static SnapshotFault TryRun(
        ReadOnlySpan<byte> bytes,
        Height first,
        SnapshotOutline outline,
        EpochHistory history,
        SignatureSuites suites,
        out IReadOnlyList<BlockRecord> run)
    {
        Height target = outline.Header.Height;
        SnapshotFault fault = TryBlocks(bytes, first, target, history, suites, out run);
        run = [.. run.Select(r => r.Block.Height == target && r.Certificate is null ? r with { Certificate = outline.Certificate } : r)];
        return fault;
    }

    /// <summary>A run of certified blocks from a height on; those behind its last certificate are left out.</summary>
    private static SnapshotFault TryBlocks(
        ReadOnlySpan<byte> bytes,
        Height first,
        Height last,
        EpochHistory history,
        SignatureSuites suites,
        out IReadOnlyList<BlockRecord> run)
    {
        run = PieceCodec.DecodeBlocks(bytes, SnapshotServer.MaximumBlocks) ?? [];
        List<BlockRecord> records = [.. run];
        run = [];
        int certified = records.FindLastIndex(r => r.Certificate is not null);
        if (certified < 0)
        {
            return SnapshotFault.Malformed;
        }

        records.RemoveRange(certified + 1, records.Count - certified - 1);
        SnapshotFault fault = IsRun(records, first) ? JudgeCertificates(records, history, suites) : SnapshotFault.BrokenRun;
        run = fault == SnapshotFault.None ? [.. records.TakeWhile(r => r.Block.Height <= last)] : [];
        return fault;
    }

    /// <summary>Every certificate is checked, for receipts carry them, and none is too far away to be in a receipt.</summary>
    private static SnapshotFault JudgeCertificates(List<BlockRecord> records, EpochHistory history, SignatureSuites suites)
    {
        ulong uncovered = 0;
        foreach (BlockRecord record in records)
        {
            BlockHeader header = record.Block.Header;
            if (!history.Covers(header))
            {
                return SnapshotFault.NotOfHistory;
            }

            bool mustHave = ++uncovered >= history.Find(header.Epoch)!.Parameters.Window
                || header.NextConfigurationHash != header.ConfigurationHash;
            SnapshotFault fault = record.Certificate is { } certificate
                ? SnapshotOutline.JudgeCertificate(certificate, header, history, suites)
                : mustHave ? SnapshotFault.BrokenRun : SnapshotFault.None;
            if (fault != SnapshotFault.None)
            {
                return fault;
            }

            uncovered = record.Certificate is null ? uncovered : 0;
        }

        return SnapshotFault.None;
    }

    public static SnapshotFault TryLeaves(ReadOnlySpan<byte> records, TwinDigest root, AnchorTileList tiles)
        => records.Length == 0 || records.Length % LeafRecord.Size != 0 ? SnapshotFault.Malformed
            : AnchorFrontier.Empty.Append(records, tiles).Root == root ? SnapshotFault.None
            : SnapshotFault.WrongRoot;

    public static SnapshotFault TryEntries(ReadOnlySpan<byte> bytes, int part, Digest root, out IReadOnlyList<MapEntry> entries)
    {
        IReadOnlyList<MapEntry>? decoded = PieceCodec.DecodeEntries(bytes);
        entries = [];
        if (decoded is null)
        {
            return SnapshotFault.Malformed;
        }

        SparseMerkleMap map = SparseMerkleMap.Empty.Apply(decoded.Select(e => MapChange.Set(e.Key, e.Value)));
        MapRoot[] roots = map.RootsAt(SnapshotOutline.MapDepth);
        bool own = map.Count == decoded.Count && roots.Where((r, at) => at != part && r != default).Any() is false;
        entries = own && roots[part].Hash == root ? decoded : [];
        return !own ? SnapshotFault.Malformed
            : roots[part].Hash == root ? SnapshotFault.None
            : SnapshotFault.WrongRoot;
    }

    /// <summary>Every block is its successor's parent and has the batches and outcomes of its header.</summary>
    private static bool IsRun(List<BlockRecord> records, Height first)
    {
        for (int i = 0; i < records.Count; i++)
        {
            BlockRecord record = records[i];
            bool follows = record.Block.Height.Value == first.Value + (ulong)i
                && (i == 0 || record.Block.Parent == records[i - 1].Block.Hash);
            if (!follows || !record.IsWhole)
            {
                return false;
            }
        }

        return true;
    }
}
