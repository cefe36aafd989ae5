using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Engine.Receipts;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Engine.Recovery;

/// <summary>Checks what can be checked of blocks without bodies: that they are final, linked and whole, and their leaves.</summary>
internal sealed class RecordCheck(
    LedgerStores stores, Genesis genesis, SignatureSuites suites, FreshAnchors anchors, Action<string, Height, string> find)
{
    private const int ChunkLeaves = 1 << 16;

    private readonly Chain _chain = new(stores.Blocks, stores.Certificates);
    private readonly EpochBook _epochs = new(stores.State, genesis);

    /// <summary>Checks the blocks up to a height, and the leaves up to it; gives the last height that has a certificate.</summary>
    public Height Run(Digest origin, Height last, Action<Height> progress)
    {
        Height covered = Height.Genesis;
        Digest parent = origin;
        for (Height at = new(1); at <= last; at = at.Next)
        {
            BlockRecord record = _chain.Read(at);
            if (!record.IsWhole || record.Block.Parent != parent)
            {
                find("block log", at, "the block is not its predecessor's child, or not that of its header's roots");
            }

            covered = CheckCertificate(record) ? at : covered;
            parent = record.Block.Hash;
            progress(at);
        }

        CheckLeaves(_chain.Read(last).Block.Header);
        return covered;
    }

    /// <summary>A jurisdiction quorum of the epoch committed this very block.</summary>
    public static bool IsFinalBy(
        QuorumCertificate certificate, BlockRecord record, EpochConfiguration epoch, SignatureSuites suites)
        => certificate.IsCommit && certificate.Block == record.Block.Id && certificate.Height == record.Block.Height
            && certificate.IsValid(epoch, suites);

    private bool CheckCertificate(BlockRecord record)
    {
        if (record.Certificate is not { } certificate)
        {
            return false;
        }

        bool good = _epochs.Find(record.Block.Header.Epoch) is { } epoch && IsFinalBy(certificate, record, epoch, suites);
        if (!good)
        {
            find("block log", record.Block.Height, "the commit certificate is not a jurisdiction quorum over this header");
        }

        return good;
    }

    private void CheckLeaves(BlockHeader header)
    {
        AnchorFrontier log = AnchorFrontier.Empty;
        ulong here = Math.Min(header.LogSize, stores.Anchors.Size);
        AnchorTileList tiles = new();
        while (log.Size < here)
        {
            byte[] records = new byte[(int)Math.Min(ChunkLeaves, here - log.Size) * LeafRecord.Size];
            stores.Anchors.ReadRecords(log.Size, records);
            anchors.CheckIndex(log.Size, records, header.Height);
            log = log.Append(records, tiles);
            tiles.Clear();
        }

        if (log.Size != header.LogSize || log.Root != new TwinDigest(header.LogRoot, header.LogRootSm3))
        {
            find("anchor store", header.Height, "the leaves do not give the header's roots");
        }
    }
}
