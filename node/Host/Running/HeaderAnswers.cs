using Google.Protobuf;
using Ledger.Client.V1;
using Ledger.Engine;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>Runs of headers that a certificate makes final, as a light client follows them.</summary>
internal static class HeaderAnswers
{
    /// <summary>Most headers of one answer, but for those up to the certificate that ends it: W of the epoch they are of at most.</summary>
    private const ulong MostHeaders = 256;

    /// <summary>Furthest that a certificate may stand from a block that has none: no run without one is longer than W.</summary>
    private const ulong FurthestCertificate = ChainParameters.LargestWindow;

    public static GetHeadersResponse Of(Chain chain, GetHeadersRequest request)
    {
        Height newest = Newest(chain);
        GetHeadersResponse response = new() { Height = newest.Value };
        Height from = request.FromHeight == 0 ? newest : new Height(request.FromHeight);
        if (newest == Height.Genesis || from > newest)
        {
            return response;
        }

        ulong limit = request.Limit is 0 || request.Limit > MostHeaders ? MostHeaders : request.Limit;
        Fill(response, Read(chain, from, newest, limit));
        return response;
    }

    /// <summary>To the last certificate inside the limit, else to the first beyond it; never into the next epoch.</summary>
    private static List<BlockRecord> Read(Chain chain, Height from, Height newest, ulong limit)
    {
        List<BlockRecord> run = [];
        int certified = 0;
        for (Height at = from; at <= newest && ((ulong)run.Count < limit || certified == 0); at = at.Next)
        {
            BlockRecord record = chain.Read(at);
            run.Add(record);
            certified = record.Certificate is null ? certified : run.Count;
            if (record.Block.Header.NextConfigurationHash != record.Block.Header.ConfigurationHash)
            {
                break;
            }
        }

        return run[..certified];
    }

    private static void Fill(GetHeadersResponse response, List<BlockRecord> run)
    {
        foreach (BlockRecord record in run)
        {
            response.Headers.Add(UnsafeByteOperations.UnsafeWrap(record.Block.Header.Encode()));
            QuorumCertificate? certificate = record.Certificate;
            response.Certificate = certificate is null ? response.Certificate : UnsafeByteOperations.UnsafeWrap(certificate.Encode());
        }
    }

    /// <summary>The newest block that has a certificate of its own: the head, or an ancestor inside the window.</summary>
    private static Height Newest(Chain chain)
    {
        Height at = chain.Head;
        for (ulong down = 0; down < FurthestCertificate && at > Height.Genesis && chain.Read(at).Certificate is null; down++)
        {
            at = new Height(at.Value - 1);
        }

        return at;
    }
}
