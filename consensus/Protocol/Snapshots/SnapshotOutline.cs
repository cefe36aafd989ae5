using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Receipts;

namespace Ledger.Protocol.Snapshots;

/// <summary>What a snapshot is checked against, piece by piece: a certified header, and the roots of its parts.</summary>
/// <remarks>
/// PROTOCOL.md S1. Wire: the changes of epoch from the genesis on, count u32 and each behind its length; header; certificate; the
/// roots of the leaf pieces, count u32 and 64 bytes each; kind u8 and hash 32 of each of the 256 parts of the state map.
/// Nothing of it is believed before <see cref="Judge"/>.
/// </remarks>
public sealed record SnapshotOutline(
    IReadOnlyList<EpochLink> Links,
    BlockHeader Header,
    QuorumCertificate Certificate,
    IReadOnlyList<TwinDigest> LeafRoots,
    IReadOnlyList<MapRoot> MapRoots)
{
    /// <summary>Leaves of a piece; the last has what is left. A subtree of the log, so that its root is a node of that.</summary>
    public const ulong PieceLeaves = 1 << 16;

    /// <summary>A part of the state map has the entries whose paths begin with the same so many bits.</summary>
    public const int MapDepth = 8;

    /// <summary>Parts of the state map.</summary>
    public const int MapParts = 1 << MapDepth;

    /// <summary>Most leaf pieces: more than 17 thousand million leaves.</summary>
    public const int MaximumLeafPieces = 1 << 18;

    /// <summary>How many pieces a log of so many leaves is fetched in.</summary>
    public static ulong PiecesOf(ulong leaves) => (leaves + PieceLeaves - 1) / PieceLeaves;

    /// <summary>Whether all of it follows from the genesis.</summary>
    /// <param name="history">Reaches the header's epoch then; null else.</param>
    public SnapshotFault Judge(EpochHistory genesis, SignatureSuites suites, out EpochHistory? history)
    {
        HistoryProblem problem = genesis.Follow(Links, suites, out EpochHistory? followed);
        SnapshotFault fault = Header.ChainId != genesis.First.ChainId ? SnapshotFault.WrongChain
            : !problem.IsNone || followed is null ? SnapshotFault.HistoryBroken
            : !followed.Covers(Header) ? SnapshotFault.NotOfHistory
            : JudgeCertificate(Certificate, Header, followed, suites);
        fault = fault != SnapshotFault.None ? fault
            : !IsRootOfLeaves() ? SnapshotFault.WrongLeafRoots
            : MapRoot.Of([.. MapRoots]).Hash != Header.StateRoot ? SnapshotFault.WrongMapRoots
            : SnapshotFault.None;
        history = fault == SnapshotFault.None ? followed : null;
        return fault;
    }

    /// <summary>Whether a header that the history covers is final by this certificate.</summary>
    public static SnapshotFault JudgeCertificate(
        QuorumCertificate certificate, BlockHeader header, EpochHistory history, SignatureSuites suites)
        => !certificate.IsCommit || certificate.Height != header.Height || certificate.Block != header.ComputeId()
                ? SnapshotFault.CertificateNotOfHeader
            : !history.Find(header.Epoch)!.Validators.HasQuorum(certificate.Signers) ? SnapshotFault.QuorumMissing
            : certificate.IsValid(history.Find(header.Epoch)!, suites) ? SnapshotFault.None
            : SnapshotFault.BadSignature;

    public void Write(WireWriter writer)
    {
        writer.U32((uint)Links.Count);
        foreach (EpochLink link in Links)
        {
            writer.Block(link.Encode());
        }

        Header.Write(writer);
        Certificate.Write(writer);
        writer.U32((uint)LeafRoots.Count);
        Span<byte> pair = stackalloc byte[TwinDigest.Size];
        foreach (TwinDigest root in LeafRoots)
        {
            root.CopyTo(pair);
            writer.Raw(pair);
        }

        foreach (MapRoot root in MapRoots)
        {
            writer.U8((byte)root.Kind).Digest(root.Hash);
        }
    }

    /// <summary>Reads one; null after a fault.</summary>
    public static SnapshotOutline? Read(ref WireReader reader)
    {
        List<EpochLink> links = EpochFile.ReadLinks(ref reader);
        BlockHeader header = BlockHeader.Read(ref reader);
        QuorumCertificate certificate = QuorumCertificate.Read(ref reader);
        int pieces = reader.Count(MaximumLeafPieces);
        reader.Require(pieces <= reader.Remaining / TwinDigest.Size, DecodeFault.Truncated); // before it is allocated
        TwinDigest[] leaves = new TwinDigest[reader.Failed ? 0 : pieces];
        for (int i = 0; i < leaves.Length; i++)
        {
            leaves[i] = new TwinDigest(reader.Digest(), reader.Digest());
        }

        MapRoot[] parts = new MapRoot[reader.Failed ? 0 : MapParts];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = new MapRoot((MapRootKind)reader.U8(), reader.Digest());
            reader.Require(IsCanonical(parts[i]), DecodeFault.NotCanonical);
        }

        return reader.Failed ? null : new SnapshotOutline(links, header, certificate, leaves, parts);
    }

    private static bool IsCanonical(MapRoot root)
        => root.Kind <= MapRootKind.Fork && (root.Kind == MapRootKind.Nothing) == (root.Hash == default);

    /// <summary>RFC 9162 2.1.1 above the pieces: each but the last is a full subtree of one size, so they are like leaves.</summary>
    private bool IsRootOfLeaves()
        => (ulong)LeafRoots.Count == PiecesOf(Header.LogSize) && LeafRoots.Count > 0
            && RootOf([.. LeafRoots]) == new TwinDigest(Header.LogRoot, Header.LogRootSm3);

    private static TwinDigest RootOf(ReadOnlySpan<TwinDigest> pieces)
    {
        if (pieces.Length == 1)
        {
            return pieces[0];
        }

        int left = 1 << System.Numerics.BitOperations.Log2((uint)pieces.Length - 1);
        return MerkleHash.Node(RootOf(pieces[..left]), RootOf(pieces[left..]));
    }
}
