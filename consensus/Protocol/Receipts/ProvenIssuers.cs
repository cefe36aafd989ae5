using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Transactions;

namespace Ledger.Protocol.Receipts;

/// <summary>Issuers that governance decided, each with its path to the state root of one certified header (PROTOCOL.md E6).</summary>
/// <remarks>
/// So a receipt whose issuer the genesis does not have is verified without a node: an index has one name for ever, and the entry of any
/// height says whose it is. Wire: the header, the certificate, count u16 of at most <see cref="MaximumEntries"/>, then of each its entry
/// behind its length and its proof, in the order of their indexes.
/// </remarks>
public sealed record ProvenIssuers(BlockHeader Header, QuorumCertificate Certificate, IReadOnlyList<ProvenIssuer> Issuers)
{
    /// <summary>Most issuers of one piece.</summary>
    public const int MaximumEntries = 64;

    /// <summary>Longest encoding in bytes: so many entries at the depth of a full map.</summary>
    public const int MaximumBytes = 1024 * 1024;

    /// <summary>Whether the header is final by the validators of its own epoch, and its state has each of the issuers.</summary>
    public IssuerProofFault Judge(EpochHistory history, SignatureSuites suites)
        => Header.ChainId != history.Genesis.ChainId ? IssuerProofFault.WrongChain
            : history.Find(Header.Epoch) is not { } epoch ? IssuerProofFault.UnknownEpoch
            : !history.Covers(Header) ? IssuerProofFault.WrongEpochOrSet
            : !IsCommitOfHeader || !Certificate.IsValid(epoch, suites) ? IssuerProofFault.NotCertified
            : !Issuers.All(i => i.RootFrom() == Header.StateRoot) ? IssuerProofFault.NotInState
            : IssuerProofFault.None;

    public byte[] Encode()
    {
        WireWriter writer = new(4096);
        Header.Write(writer);
        Certificate.Write(writer);
        writer.U16((ushort)Issuers.Count);
        foreach (ProvenIssuer issuer in Issuers)
        {
            issuer.Write(writer);
        }

        return writer.ToArray();
    }

    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out ProvenIssuers? issuers)
    {
        WireReader reader = new(bytes);
        reader.Require(bytes.Length <= MaximumBytes, DecodeFault.TooLong);
        BlockHeader header = BlockHeader.Read(ref reader);
        QuorumCertificate certificate = QuorumCertificate.Read(ref reader);
        List<ProvenIssuer> entries = ReadEntries(ref reader);
        DecodeFault fault = reader.Finish();
        issuers = fault == DecodeFault.None ? new ProvenIssuers(header, certificate, entries) : null;
        return fault;
    }

    private bool IsCommitOfHeader
        => Certificate.IsCommit && Certificate.Height == Header.Height && Certificate.Block == Header.ComputeId();

    private static List<ProvenIssuer> ReadEntries(ref WireReader reader)
    {
        int count = reader.U16();
        reader.Require(count <= MaximumEntries, DecodeFault.TooLong);
        List<ProvenIssuer> entries = [];
        for (; count > 0 && !reader.Failed; count--)
        {
            if (ProvenIssuer.Read(ref reader) is { } entry)
            {
                reader.Require(
                    entries.Count == 0 || entries[^1].Entry.Record.Index < entry.Entry.Record.Index, DecodeFault.NotCanonical);
                entries.Add(entry);
            }
        }

        return entries;
    }
}

/// <summary>One issuer's entry and its place in the state.</summary>
public sealed record ProvenIssuer(IssuerEntry Entry, MapProof Proof)
{
    /// <summary>The state root that the proof leads to.</summary>
    public Cryptography.Hashing.Digest RootFrom() => Proof.RootFrom(IssuerEntry.KeyOf(Entry.Record.Index), Entry.Encode());

    public void Write(WireWriter writer) => Proof.Write(writer.Block(Entry.Encode()));

    /// <summary>Null after a fault.</summary>
    public static ProvenIssuer? Read(ref WireReader reader)
    {
        DecodeFault fault = IssuerEntry.TryDecode(reader.Block(IssuerEntry.MaximumBytes), out IssuerEntry? entry);
        reader.Require(fault == DecodeFault.None, fault);
        MapProof proof = MapProof.Read(ref reader);
        return entry is null ? null : new ProvenIssuer(entry, proof);
    }
}

/// <summary>Why issuers are not proven.</summary>
public enum IssuerProofFault
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

    /// <summary>A path does not lead from the issuer's entry to the header's state root.</summary>
    NotInState,
}
