using Ledger.Protocol;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Storage.Blocks;

namespace Ledger.Engine;

/// <summary>Typed reading of the block log, each block with the certificate its receipts carry.</summary>
public sealed class Chain(BlockLog log, CertificateLog certificates)
{
    public Height Head => new(log.Head);

    /// <summary>The block at a height from 1 to the head. Bytes that passed their checksum and do not decode halt the node.</summary>
    public BlockRecord Read(Height height)
    {
        DecodeFault fault = BlockRecord.TryDecode(log.Read(height.Value).Payload, out BlockRecord? record);
        Invariant.Holds(record is not null, $"a stored block decodes ({fault} at height {height})");
        return FindCanonical(record) is { } canonical ? record with { Certificate = canonical } : record;
    }

    /// <summary>Null also for a certificate of a block that recovery cut and another replaced.</summary>
    private QuorumCertificate? FindCanonical(BlockRecord record)
    {
        if (certificates.Find(record.Block.Height.Value) is not { } bytes)
        {
            return null;
        }

        WireReader reader = new(bytes);
        QuorumCertificate certificate = QuorumCertificate.Read(ref reader);
        bool whole = reader.Finish() == DecodeFault.None;
        return whole && certificate.Block == record.Block.Id ? certificate : null;
    }
}
