using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;

namespace Ledger.Client.Light;

/// <summary>Headers of one epoch in a row and the certificate of the last, by which all are final. Reading it believes nothing.</summary>
/// <remarks>Wire: count u32 of 1 to <see cref="MaximumHeaders"/>, the headers, the certificate.</remarks>
public sealed record HeaderRun(IReadOnlyList<BlockHeader> Headers, QuorumCertificate Certificate)
{
    /// <summary>Most headers of one run: those a node may be asked for, and a window more up to the next certificate.</summary>
    public const int MaximumHeaders = 512;

    public BlockHeader First => Headers[0];

    public BlockHeader Last => Headers[^1];

    public void Write(WireWriter writer)
    {
        writer.U32((uint)Headers.Count);
        foreach (BlockHeader header in Headers)
        {
            header.Write(writer);
        }

        Certificate.Write(writer);
    }

    public static HeaderRun Read(ref WireReader reader)
    {
        int count = reader.Count(MaximumHeaders);
        reader.Require(count > 0, DecodeFault.NotCanonical);
        List<BlockHeader> headers = [];
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            headers.Add(BlockHeader.Read(ref reader));
        }

        return new HeaderRun(headers, QuorumCertificate.Read(ref reader));
    }
}
