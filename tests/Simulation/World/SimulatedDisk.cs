using Ledger.Engine;
using Ledger.Protocol.Validators;
using Ledger.Storage.Anchors;
using Ledger.Storage.Blocks;
using Ledger.Storage.Devices;
using Ledger.Storage.Journal;
using Ledger.Storage.Records;
using Ledger.Storage.State;

namespace Ledger.Simulation.World;

/// <summary>What of a node outlives its process: the in-memory twins of its devices and stores.</summary>
public sealed class SimulatedDisk
{
    private const int Sector = 512;

    private readonly SimulationOptions _options;
    private readonly LogIdentity _identity;
    private readonly Fuse _fuse;
    private readonly Genesis _genesis;
    private readonly string _name;
    private MemoryDirectory _journal = new();
    private MemoryDirectory? _kept;
    private MemoryDirectory _data = new();
    private MemoryStateStore _state = new();
    private MemoryDirectory _anchors = new();
    private MemoryCommitmentIndex _index = NewIndex();
    private MemoryDirectory _checkpoints = new();

    /// <summary>Sets a validator's folders up as <c>ledger init</c> does.</summary>
    public SimulatedDisk(SimulationOptions options, Genesis genesis, uint validator, Fuse fuse)
    {
        _options = options;
        _fuse = fuse;
        _genesis = genesis;
        _name = EpochBook.NameOf((int)validator);
        _identity = new LogIdentity(genesis.ChainId, validator + 1);
        Create(incarnation: 0);
    }

    private static MemoryCommitmentIndex NewIndex() => new(runEntries: 32);

    private void Create(ulong incarnation)
    {
        Journal.Create(_journal, EngineSetup.JournalOwner(_genesis.ChainId, _name, incarnation), _options.Journal);
        BatchLog.Create(_data, _identity);
        BlockLog.Create(_data, _identity);
    }

    /// <summary>Flushes of all devices so far.</summary>
    public long Flushes => _journal.Flushes + _data.Flushes + _anchors.Flushes + _checkpoints.Flushes;

    /// <summary>False once both copies of a promise were made bad.</summary>
    public bool HasJournal { get; private set; } = true;

    /// <summary>Somebody has kept the journal that was here before.</summary>
    public bool HasKept => _kept is not null;

    public IDirectory CheckpointDirectory => new FusedDirectory(_checkpoints, _fuse);

    public IDirectory JournalDirectory => new FusedDirectory(_journal, _fuse);

    /// <summary>Opens what a starting process finds.</summary>
    public LedgerStores Open()
    {
        FusedDirectory data = new(_data, _fuse);
        BatchLog batches = BatchLog.Open(data, _identity, _options.Blocks);
        BlockLog blocks = BlockLog.Open(data, _identity, batches);
        AnchorStore anchors = AnchorStore.Open(new FusedDirectory(_anchors, _fuse), _identity);
        CertificateLog certificates = CertificateLog.Open(data, _identity);
        return new LedgerStores(batches, blocks, certificates, _state, anchors, _index);
    }

    /// <summary>The process is gone, the machine is not: what was written is there, flushed or not.</summary>
    public void LoseProcess()
    {
        _state.Crash();
        _index.Crash();
    }

    /// <summary>The machine is gone: what was not flushed is kept, lost or torn.</summary>
    public void LosePower(SeededRandom random)
    {
        LoseProcess();
        _anchors.Crash(random.Below);
        _journal.Crash(random.Below);
        _data.Crash(random.Below);
        _checkpoints.Crash(random.Below);
    }

    /// <summary>A sector of one of the journal's two copies goes bad.</summary>
    public void SpoilJournal(SeededRandom random) => Spoil(_journal, NewestJournal, random);

    /// <summary>A sector of the newest batches, of the blocks or of the certificates goes bad.</summary>
    public void SpoilLogs(SeededRandom random)
        => Spoil(_data, random.Of([.. _data.List().Where(n => n.EndsWith(".log", StringComparison.Ordinal))]), random);

    /// <summary>What an operator does whose node refuses to start because of its logs.</summary>
    public void Repair() => LogRepair.Run(_data, _identity);

    /// <summary>The first sector of records goes bad in both copies; the records behind it prove that it was flushed.</summary>
    public void LoseJournal()
    {
        HasJournal = false;
        using IDevice device = _journal.Open(NewestJournal);
        Spoil(_journal, device, Sector, static () => 1);
        Spoil(_journal, device, (device.Length / 2) + Sector, static () => 1);
    }

    /// <summary>Somebody takes the journal away, and keeps it.</summary>
    public void DeleteJournal()
    {
        HasJournal = false;
        (_kept, _journal) = (_journal, new MemoryDirectory());
    }

    /// <summary>Somebody puts the journal back that was here before, and keeps the one that was here.</summary>
    public void SwapJournals() => (_kept, _journal) = (_journal, _kept!);

    /// <summary>What a node does that finds its journal damaged: keeps the files, and begins one that does not vote yet (D2).</summary>
    public void BeginJournal(ulong incarnation)
    {
        HasJournal = true;
        Journal.SetAside(_journal);
        Journal.Create(_journal, EngineSetup.JournalOwner(_genesis.ChainId, _name, incarnation), _options.Journal);
    }

    /// <summary>The folder is gone, and a new one made as by a node that knows its name and nothing else.</summary>
    public void LoseEverything(ulong incarnation)
    {
        _kept = _journal;
        (_journal, _data, _anchors) = (new MemoryDirectory(), new MemoryDirectory(), new MemoryDirectory());
        (_state, _index, _checkpoints) = (new MemoryStateStore(), NewIndex(), new MemoryDirectory());
        Create(incarnation);
    }

    private string NewestJournal => _journal.List().Last(n => n.EndsWith(".seg", StringComparison.Ordinal));

    private static void Spoil(MemoryDirectory directory, string name, SeededRandom random)
    {
        using IDevice device = directory.Open(name);
        long start = Sector * (long)random.Below((int)(device.Length / Sector) + 1);
        Spoil(directory, device, start, () => (byte)(1 + random.Below(255)));
    }

    private static void Spoil(MemoryDirectory directory, IDevice device, long start, Func<byte> mask)
    {
        for (long at = start; at < Math.Min(start + Sector, device.Length); at++)
        {
            directory.Flip(device.Name, at, mask());
        }
    }
}
