using Ledger.Consensus;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Engine.Sync;

/// <summary>Answers peers that lack committed blocks: runs that each end at a certificate.</summary>
/// <remarks>
/// No run is longer than W, so that whoever catches up by them can prove every block within W headers, as a receipt must.
/// </remarks>
public sealed class BlockServer(Chain chain, ValidatorIndex self, ulong window)
{
    /// <summary>Most blocks sent for one request.</summary>
    private const int MaximumBlocks = ChainSegment.MaximumBlocks;

    /// <summary>Nothing when nothing above the asked height is committed here.</summary>
    public IEnumerable<ChainSegment> Answer(ServeRequest request)
    {
        if (request.Above >= chain.Head)
        {
            yield break; // a height near 2^64 would begin again at 0
        }

        List<Block> run = [];
        int certified = 0;
        QuorumCertificate? last = null;
        Height end = new(Math.Min(chain.Head.Value, request.Above.Value + MaximumBlocks));
        for (Height at = request.Above.Next; at <= end; at = at.Next)
        {
            BlockRecord record = chain.Read(at);
            run.Add(record.Block);
            (certified, last) = record.Certificate is { } own ? (run.Count, own) : (certified, last);
            if (certified > 0 && ((ulong)run.Count >= window || at == end))
            {
                yield return new ChainSegment(self, run[..certified], last);
                run.RemoveRange(0, certified);
                certified = 0;
            }
        }
    }
}
