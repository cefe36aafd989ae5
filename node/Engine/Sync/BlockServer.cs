using Ledger.Consensus;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Engine.Sync;

/// <summary>Answers peers that lack committed blocks: runs that each end at a certificate.</summary>
/// <remarks>
/// No run is longer than W, nor goes beyond its epoch, so that whoever catches up by them can prove every block within W headers, as
/// a receipt must. Of an epoch that is over, whose W may have been another, each certificate ends a run.
/// </remarks>
public sealed class BlockServer(Chain chain, ValidatorIndex self, EpochConfiguration epoch)
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
            bool ends = record.Block.Header.NextConfigurationHash != record.Block.Header.ConfigurationHash;
            ulong window = record.Block.Header.Epoch == epoch.Number ? epoch.Parameters.Window : 1;
            if (certified > 0 && ((ulong)run.Count >= window || at == end || ends))
            {
                yield return new ChainSegment(self, run[..certified], last);
                run.RemoveRange(0, certified);
                certified = 0;
            }

            if (ends)
            {
                yield break; // whoever asks must enter the next epoch before it can check anything of that
            }
        }
    }
}
