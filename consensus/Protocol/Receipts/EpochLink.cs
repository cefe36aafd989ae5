using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Receipts;

/// <summary>One change of epoch as a stranger can check it: the last header, its own epoch's certificate, and what it names.</summary>
/// <remarks>
/// PROTOCOL.md E1 and E4. Wire: the header, the certificate, the next configuration behind its length. Whoever believes one
/// configuration believes by this the next; see <see cref="EpochHistory"/>.
/// </remarks>
public sealed record EpochLink(BlockHeader Last, QuorumCertificate Certificate, EpochConfiguration Next)
{
    /// <summary>Longest encoding in bytes: a header, 64 signatures and the longest configuration.</summary>
    public const int MaximumBytes = 136 * 1024;

    /// <summary>
    /// Whether the header is of <paramref name="believed"/>, final by its validators, and names the configuration that follows.
    /// </summary>
    public HistoryFault Judge(EpochConfiguration believed, SignatureSuites suites)
        => Last.ChainId != believed.ChainId || Next.ChainId != believed.ChainId ? HistoryFault.WrongChain
            : Last.Epoch != believed.Number || Last.ConfigurationHash != believed.Hash ? HistoryFault.NotOfEpoch
            : Next.Previous != believed.Hash ? HistoryFault.BrokenPrevious
            : Next.Number.Value != (ulong)believed.Number.Value + 1 ? HistoryFault.NotConsecutive
            : Next.Start != Last.Height.Next ? HistoryFault.WrongStart
            : Last.NextConfigurationHash != Next.Hash ? HistoryFault.NextNotNamed
            : !IsCommitOfLast ? HistoryFault.CertificateNotOfHeader
            : !believed.Validators.HasQuorum(Certificate.Signers) ? HistoryFault.QuorumMissing
            : Certificate.IsValid(believed, suites) ? HistoryFault.None
            : HistoryFault.BadSignature;

    public byte[] Encode()
    {
        WireWriter writer = new(2048);
        Write(writer);
        return writer.ToArray();
    }

    public void Write(WireWriter writer)
    {
        Last.Write(writer);
        Certificate.Write(writer);
        writer.Block(Next.Encode());
    }

    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out EpochLink? link)
    {
        WireReader reader = new(bytes);
        EpochLink? read = bytes.Length <= MaximumBytes ? Read(ref reader) : null;
        DecodeFault fault = bytes.Length <= MaximumBytes ? reader.Finish() : DecodeFault.TooLong;
        link = fault == DecodeFault.None ? read : null;
        return fault;
    }

    /// <summary>Reads one link; null after a fault.</summary>
    public static EpochLink? Read(ref WireReader reader)
    {
        BlockHeader last = BlockHeader.Read(ref reader);
        QuorumCertificate certificate = QuorumCertificate.Read(ref reader);
        WireReader inner = new(reader.Block(EpochConfiguration.MaximumBytes));
        EpochConfiguration? next = EpochConfiguration.Read(ref inner);
        reader.Require(next is not null && inner.Finish() == DecodeFault.None, DecodeFault.NotCanonical);
        return reader.Failed || next is null ? null : new EpochLink(last, certificate, next);
    }

    private bool IsCommitOfLast
        => Certificate.IsCommit && Certificate.Height == Last.Height && Certificate.Block == Last.ComputeId();
}
