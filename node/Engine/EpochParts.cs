using Ledger.Consensus;
using Ledger.Cryptography.Signatures;
using Ledger.Engine.Receipts;
using Ledger.Engine.Recorder;
using Ledger.Engine.Sync;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Engine;

/// <summary>What an engine has for one epoch; for the next it has all of this anew (E2).</summary>
/// <param name="Self">This node's place in the set; <see cref="ValidatorIndex.None"/> when it has none.</param>
internal sealed record EpochParts(
    EpochConfiguration Configuration,
    ValidatorIndex Self,
    Replica Replica,
    FlightRecorder Recorder,
    CanonicalCertificates Canonical,
    BlockServer Server,
    BatchFetcher Fetcher,
    ReadAhead Ahead,
    SyncSources Sources,
    MembershipDuty Membership)
{
    /// <summary>Begins where the chain stands. It follows unless its key is of the set and its journal knows what that signed.</summary>
    /// <param name="outdated">Another journal than this one knows that (D2).</param>
    public static EpochParts Begin(
        EngineSetup setup, EpochConfiguration epoch, DurableState durable, bool outdated, Chain chain, ChainHead head)
    {
        (ValidatorIndex self, ISigner? key) = PlaceOf(setup.Keys, epoch);
        bool remembers = durable.Epoch == epoch.Number && !durable.IsSilent;
        bool speaks = key is not null && remembers && !outdated;
        SignatureTap? tap = speaks ? new SignatureTap(key!) : null;
        DurableState promises = durable.Epoch == epoch.Number ? durable : new DurableState();
        ChainHead start = head.Height < epoch.Start ? head with { Certificate = null } : head; // which is of the epoch before (E2)
        Replica replica = new(ReplicaOptions.Of(epoch.Parameters, setup.HeartbeatMs), epoch, self, tap, promises, start);
        return new EpochParts(
            epoch,
            self,
            replica,
            new FlightRecorder(replica, tap, setup.Options.RecorderSteps),
            new CanonicalCertificates(epoch.Validators, epoch.Parameters.Window, head.Height),
            new BlockServer(chain, self, epoch),
            new BatchFetcher(setup.Options, self, epoch.Validators.Size),
            new ReadAhead(setup.Options, self, epoch.Parameters.Window),
            new SyncSources(),
            new MembershipDuty(setup));
    }

    /// <summary>What a new journal begins with by the operators' order (D3); null while not everybody else has shown enough.</summary>
    public List<Promise>? Recover(EngineSetup setup, SignerSet lost, View from)
        => PlaceOf(setup.Keys, Configuration).Key is { } key ? Replica.Recover(key, lost, from) : null;

    private static (ValidatorIndex Self, ISigner? Key) PlaceOf(IReadOnlyList<ISigner> keys, EpochConfiguration epoch)
    {
        foreach (ISigner key in keys)
        {
            if (epoch.Validators.FindKey(key.Suite, key.PublicKey.Span) is { } place)
            {
                return (place, key);
            }
        }

        return (ValidatorIndex.None, null);
    }
}
