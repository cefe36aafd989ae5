using Ledger.Consensus.NormalCase;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Consensus;

/// <summary>What this replica waits for, so that a stall has somebody's name.</summary>
public sealed partial class Replica
{
    public Wait Waiting
        => _decided is { } decided ? new Wait(Awaited.Blocks, decided.Height, SignerSet.Empty)
            : !_participating ? WaitForView()
            : _proposals.Values.FirstOrDefault(p => p.Block.Height > Head.Height) is { } open ? WaitForVotes(open)
            : new Wait(HasPendingWork ? Awaited.Proposal : Awaited.Nothing, Head.Height.Next, SignerSet.Empty);

    private Wait WaitForView()
    {
        SignerSet heard = _asks.ChangesFor(_view);
        return new Wait(_set.HasQuorum(heard) ? Awaited.NewView : Awaited.ViewChanges, Head.Height, heard);
    }

    private Wait WaitForVotes(PrePrepare open)
    {
        Height height = open.Block.Height;
        if (_tree.Find(open.Block.Hash)?.State != CheckState.Valid)
        {
            return new Wait(Awaited.Check, height, SignerSet.Empty);
        }

        bool prepared = _certified.ContainsKey(height);
        StatementType type = prepared ? StatementType.Commit : StatementType.Prepare;
        SignerSet heard = _votes.SignersOf(new Statement(type, _view, height, open.Block.Id));
        return new Wait(prepared ? Awaited.Commits : Awaited.Prepares, height, heard);
    }
}
