using Ledger.Engine.Execution;
using Ledger.Protocol;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Storage.State;

namespace Ledger.Engine.Receipts;

/// <summary>The configuration of every epoch that this chain has had.</summary>
internal sealed class EpochBook(IStateStore state, Genesis genesis)
{
    /// <summary>Null for an epoch that no committed block is of.</summary>
    public EpochConfiguration? Find(Epoch number)
        => number == genesis.Configuration.Number ? genesis.Configuration
            : state.TryGet(StateKeys.Epoch(number), out byte[] bytes) ? Decode(bytes)
            : null;

    private static EpochConfiguration Decode(byte[] bytes)
    {
        WireReader reader = new(bytes);
        EpochConfiguration? read = EpochConfiguration.Read(ref reader);
        Invariant.Holds(read is not null && reader.Finish() == DecodeFault.None, "a stored configuration decodes");
        return read;
    }
}
