using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Statuses;

namespace Ledger.Protocol.Receipts;

/// <summary>What one issuer says of one commitment as of one certified header, or that it says nothing; not yet judged.</summary>
/// <remarks>
/// PROTOCOL.md A1. Wire: the header, its commit certificate, issuer u32, commitment 32, the entry behind its length u32 (0 for none), for
/// none a u8 that says whether another entry stands where this one would, and that entry's path and value hash; then the siblings. The
/// certificate binds the header, its state root all the rest. One that shows that nothing is there may show as much of another commitment
/// whose place is as empty: whoever asks compares both.
/// </remarks>
/// <param name="Entry">Null when its issuer never said anything of it, so that it is active.</param>
/// <param name="Neighbour">The entry that stands alone where this one would; null where nothing does, and beside an entry.</param>
public sealed record StatusProof(
    BlockHeader Header,
    QuorumCertificate Certificate,
    uint Issuer,
    Digest Commitment,
    StatusEntry? Entry,
    MapLeaf? Neighbour,
    MapProof Siblings)
{
    /// <summary>Longest encoding in bytes: a certificate of the largest set, and the deepest path.</summary>
    public const int MaximumBytes = 24 * 1024;

    /// <summary>What is proven; null after a fault.</summary>
    public StatusProofFault Judge(EpochHistory history, SignatureSuites suites, out ProvenStatus? proven)
    {
        StatusProofFault fault = Header.ChainId != history.Genesis.ChainId ? StatusProofFault.WrongChain
            : history.Find(Header.Epoch) is not { } epoch ? StatusProofFault.UnknownEpoch
            : !history.Covers(Header) ? StatusProofFault.WrongEpochOrSet
            : !IsCommitOfHeader || !Certificate.IsValid(epoch, suites) ? StatusProofFault.NotCertified
            : RootFrom() != Header.StateRoot ? StatusProofFault.NotInState
            : StatusProofFault.None;
        proven = fault == StatusProofFault.None
            ? new ProvenStatus(Issuer, Commitment, Entry, Header.Height, Header.TimeMs)
            : null;
        return fault;
    }

    public byte[] Encode()
    {
        WireWriter writer = new(2048);
        Header.Write(writer);
        Certificate.Write(writer);
        writer.U32(Issuer).Digest(Commitment).Block(Entry?.Encode());
        if (Entry is null)
        {
            writer.U8((byte)(Neighbour is null ? 0 : 1));
            Neighbour?.Write(writer);
        }

        Siblings.Write(writer);
        return writer.ToArray();
    }

    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out StatusProof? proof)
    {
        WireReader reader = new(bytes);
        reader.Require(bytes.Length <= MaximumBytes, DecodeFault.TooLong);
        BlockHeader header = BlockHeader.Read(ref reader);
        QuorumCertificate certificate = QuorumCertificate.Read(ref reader);
        (uint issuer, Digest commitment) = (reader.U32(), reader.Digest());
        StatusEntry? entry = ReadEntry(ref reader);
        MapLeaf? neighbour = entry is null && reader.Bool() ? MapLeaf.Read(ref reader) : null;
        MapProof siblings = MapProof.Read(ref reader);
        DecodeFault fault = reader.Finish();
        proof = fault == DecodeFault.None
            ? new StatusProof(header, certificate, issuer, commitment, entry, neighbour, siblings)
            : null;
        return fault;
    }

    private bool IsCommitOfHeader
        => Certificate.IsCommit && Certificate.Height == Header.Height && Certificate.Block == Header.ComputeId();

    private Digest? RootFrom()
    {
        byte[] key = StatusEntry.KeyOf(Issuer, Commitment);
        return Entry is { } entry ? Siblings.RootFrom(key, entry.Encode()) : Siblings.RootWithout(key, Neighbour);
    }

    private static StatusEntry? ReadEntry(ref WireReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.Block(StatusEntry.MaximumBytes);
        if (bytes.IsEmpty)
        {
            return null;
        }

        DecodeFault fault = StatusEntry.TryDecode(bytes, out StatusEntry? entry);
        reader.Require(fault == DecodeFault.None, fault);
        return entry;
    }
}

/// <summary>A status that a certified header's state has; only judging a <see cref="StatusProof"/> makes one.</summary>
/// <param name="Entry">Null when the issuer never said anything of the commitment.</param>
/// <param name="TimeMs">The header's time, Unix milliseconds: the status was this at that time.</param>
public sealed record ProvenStatus
{
    internal ProvenStatus(uint issuer, Digest commitment, StatusEntry? entry, Numbers.Height height, ulong timeMs)
        => (Issuer, Commitment, Entry, Height, TimeMs) = (issuer, commitment, entry, height, timeMs);

    public uint Issuer { get; }

    public Digest Commitment { get; }

    public StatusEntry? Entry { get; }

    public Numbers.Height Height { get; }

    public ulong TimeMs { get; }

    public AnchorStatus Status => Entry?.Status ?? AnchorStatus.Active;
}

/// <summary>Why a status is not proven.</summary>
public enum StatusProofFault
{
    None = 0,

    /// <summary>Of another chain than the genesis.</summary>
    WrongChain,

    /// <summary>The header is of an epoch that the history does not reach.</summary>
    UnknownEpoch,

    /// <summary>The header is under another configuration than its epoch's, or not among its heights.</summary>
    WrongEpochOrSet,

    /// <summary>The certificate is no jurisdiction quorum's over this header.</summary>
    NotCertified,

    /// <summary>The path does not lead from the entry, or from where none is, to the header's state root.</summary>
    NotInState,
}
