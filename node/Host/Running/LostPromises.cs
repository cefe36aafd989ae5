using System.Buffers.Binary;
using System.Security.Cryptography;
using Ledger.Engine;
using Ledger.Storage;

namespace Ledger.Node.Running;

/// <summary>D2 at the start: a journal that is missing or damaged is made anew, and its validator rejoins before it votes.</summary>
/// <remarks>
/// Always safe, for such a journal is silent until the chain has its Rejoin. A journal of another chain or validator is never touched,
/// and no other store is made anew unless the whole directory is empty.
/// </remarks>
public sealed class LostPromises(NodeDirectory directory, NodeLog log)
{
    private const string Remains =
        "the node votes for nothing, fetches what it lacks, says its Rejoin, and votes from the epoch which that begins; "
        + "never put an older copy of the journal back";

    /// <summary>Takes the directory for this process, with a journal of its own in it.</summary>
    /// <exception cref="StorageFaultException">The journal is another validator's or chain's.</exception>
    public DataLock Take()
    {
        if (directory.IsEmpty)
        {
            Warn("data.created", "the data directory is empty or missing");
            directory.Create(Incarnation());
        }

        try
        {
            return directory.Take();
        }
        catch (StorageFaultException lost) when (IsLost(lost))
        {
            DataLock taken = directory.Lock(); // whoever mends a journal must be the only one
            Renew(lost);
            return taken;
        }
    }

    /// <summary>Starts the engine, which is the first to read the journal as a whole.</summary>
    public LedgerEngine Start(EngineSetup setup)
    {
        try
        {
            return EngineStart.Start(setup);
        }
        catch (StorageFaultException lost) when (IsLost(lost))
        {
            Renew(lost);
            return EngineStart.Start(setup);
        }
    }

    private static bool IsLost(StorageFaultException fault) => fault.Fault is StorageFault.JournalMissing or StorageFault.JournalDamaged;

    private void Renew(StorageFaultException lost)
    {
        Warn("journal.renewed", $"{lost.Fault} in {lost.File} at {lost.Offset}");
        directory.RenewJournal(Incarnation());
    }

    private void Warn(string what, string why) => log.Warn(what, ("why", why), ("remains", Remains));

    /// <summary>Drawn anew each time, so that no two journals of a validator are taken for one; never 0, which may vote.</summary>
    internal static ulong Incarnation()
    {
        ulong drawn = 0;
        while (drawn == 0)
        {
            drawn = BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        }

        return drawn;
    }
}
