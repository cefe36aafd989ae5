using Ledger.Consensus;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Engine.Sync;

/// <summary>Answers peers that lack committed blocks: a run that ends at a certificate.</summary>
public sealed class BlockServer(Chain chain, ValidatorIndex self)
{
    /// <summary>Null when nothing above the asked height is committed here.</summary>
    public ChainSegment? Answer(ServeRequest request)
    {
        List<Block> run = [];
        int certified = 0;
        BlockRecord? last = null;
        for (Height at = request.Above.Next; at <= chain.Head && run.Count < ChainSegment.MaximumBlocks; at = at.Next)
        {
            BlockRecord record = chain.Read(at);
            run.Add(record.Block);
            if (record.Certificate is not null)
            {
                certified = run.Count;
                last = record;
            }
        }

        return last is null ? null : new ChainSegment(self, run[..certified], last.Certificate);
    }
}
