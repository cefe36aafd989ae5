using System.Collections.Concurrent;
using FASTER.core;
using Ledger.Storage.Devices;
using Ledger.Storage.Faster;
using Ledger.Storage.Records;

namespace Ledger.Storage.Anchors;

/// <summary>Commitment to leaf indexes, as sorted runs in FASTER behind a table in memory.</summary>
/// <remarks>
/// <para>PROTOCOL.md section 5. The fingerprint is SipHash-2-4 under a node secret. A full memtable is written as one
/// value per 16-bit prefix; eight runs of a tier become one of the next. A run is durable after a FASTER checkpoint and
/// the manifest that names it; what a crash takes is below no promise, the caller adds it again.</para>
/// <para>Readers work on an immutable view. A value that a writer has meanwhile replaced carries another run id; the
/// view has then changed, and the reader starts again. Damage found on opening empties the index and is noted.</para>
/// <para>Writing a run stalls the adding thread (about 0.15 s for 2 M leaves), never a reader. Merging is the business of a
/// thread of its own, which holds the table for a piece at a time: one thread writes at any moment, and a checkpoint
/// finds the log quiet. Should it fall behind by a whole merge, the adding thread waits for it.</para>
/// </remarks>
public sealed partial class CommitmentIndex : ICommitmentIndex
{
    private const string ManifestName = "index.manifest";
    private readonly FileDirectory _directory;
    private readonly LogIdentity _identity;
    private readonly CommitmentIndexOptions _options;
    private readonly SipHash _hash;
    private readonly string _tableFolder;
    private readonly FasterTable _table;
    private readonly FasterSession _session;
    private readonly CommitmentRunWriter _writer;
    private readonly CommitmentRunWriter _merger;
    private readonly LogSeals _log;
    private readonly ConcurrentBag<FasterSession> _readers = [];
    private readonly List<RecoveryNote> _notes = [];
    private StorageFaultException? _condemned;
    private uint _nextRunId;
    private View _view;
    private ulong _watermark;
    private ulong _durableWatermark;

    private CommitmentIndex(string path, LogIdentity identity, UInt128 secret, CommitmentIndexOptions options)
    {
        _directory = new FileDirectory(path);
        _identity = identity;
        _options = options;
        _hash = new SipHash((ulong)(secret >> 64), (ulong)secret);
        _tableFolder = Path.Combine(path, "table");
        _log = new LogSeals(_tableFolder, []);
        (_table, CommitmentRun[] runs) = Recover();
        _session = _table.NewSession();
        _writer = new CommitmentRunWriter(_session);
        _merger = new CommitmentRunWriter(_session);
        _watermark = _durableWatermark = End(runs);
        _view = new View(new CommitmentMemtable(_watermark, options.RunEntries), runs);
        MergeIfDue();
    }

    public ulong Watermark => Volatile.Read(ref _watermark);

    public ulong DurableWatermark => Volatile.Read(ref _durableWatermark);

    /// <summary>What opening threw away.</summary>
    public IReadOnlyList<RecoveryNote> Notes => _notes;

    /// <summary>Opens the index, or starts an empty one where there is none or a damaged one.</summary>
    /// <param name="secret">A random value that stays with this node: another one makes the index start empty.</param>
    public static CommitmentIndex Open(
        string path, LogIdentity identity, UInt128 secret, CommitmentIndexOptions? options = null) =>
        new(path, identity, secret, options ?? CommitmentIndexOptions.Default);

    public void AddRange(ulong firstLeaf, ReadOnlySpan<byte> records, int recordLength, int commitmentOffset)
    {
        RequireNext(firstLeaf, _watermark);
        CommitmentMemtable memtable = _view.Memtable;
        ulong added = _watermark;
        for (; records.Length >= recordLength; records = records[recordLength..])
        {
            memtable.Add(_hash.Of(records.Slice(commitmentOffset, 32)));
            added++;
            if (memtable.IsFull)
            {
                Volatile.Write(ref _watermark, added);
                memtable = WriteRun(memtable);
            }
        }

        Volatile.Write(ref _watermark, added);
    }

    public int Find(ReadOnlySpan<byte> commitment, Span<ulong> candidates)
    {
        ulong fingerprint = _hash.Of(commitment);
        if (!_readers.TryTake(out FasterSession? session))
        {
            session = _table.NewSession();
        }

        while (true)
        {
            View view = Volatile.Read(ref _view);
            CandidateList found = new(candidates);
            CommitmentRun? stale = FindIn(view, fingerprint, session, ref found);
            if (stale is null)
            {
                _readers.Add(session);
                found.Sort();
                return found.Count;
            }

            if (ReferenceEquals(view, Volatile.Read(ref _view)))
            {
                throw Condemn(Damaged(stale));
            }
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        _merging.ContinueWith(_ => { }, TaskScheduler.Default).Wait(); // what became of it matters to nobody any more
        _closing.Dispose();
        _gate.Dispose();
        while (_readers.TryTake(out FasterSession? reader))
        {
            reader.Dispose();
        }

        _session.Dispose();
        _table.Dispose();
    }

    internal static void RequireNext(ulong firstLeaf, ulong watermark)
    {
        if (firstLeaf != watermark)
        {
            throw new InvalidOperationException($"Leaf {firstLeaf} cannot be indexed after {watermark} leaves.");
        }
    }

    internal static StorageFaultException Damaged(CommitmentRun run) => new(
        StorageFault.IndexDamaged, $"commitment index, tier {run.Tier} slot {run.Slot}", run.Address);

    /// <summary>Without its manifest the index is rebuilt by the next start.</summary>
    private StorageFaultException Condemn(StorageFaultException fault)
    {
        lock (_directory)
        {
            _condemned = fault;
            if (_directory.Exists(ManifestName))
            {
                _directory.Delete(ManifestName);
            }
        }

        return fault;
    }

    /// <summary>Looks everywhere, oldest leaves first; returns the run whose value was not there, if any.</summary>
    private static CommitmentRun? FindIn(
        View view, ulong fingerprint, FasterSession session, ref CandidateList found)
    {
        Span<byte> key = stackalloc byte[CommitmentRun.KeyBytes];
        foreach (CommitmentRun run in view.Runs)
        {
            run.WriteKey((int)(fingerprint >> 48), key);
            byte[]? value = session.TryGet(key);
            if (value is null || !CommitmentRunValue.IsWhole(value, run.Id))
            {
                return run;
            }

            CommitmentRunValue.Find(value, (uint)(fingerprint >> 16), ref found);
        }

        view.Memtable.Find(fingerprint, ref found);
        return null;
    }

    private void Save(IReadOnlyList<CommitmentRun> runs)
    {
        Guid token = _table.Checkpoint(CheckpointType.FoldOver);
        _table.AwaitWrites();
        IReadOnlyList<FileSeal> log = _log.Take(runs.Min(run => run.Address), _table.TailAddress);
        FileSeal[] files = [.. FileSeal.OfCheckpoint(_tableFolder, token), .. log];
        CommitmentManifest manifest = new(KeyCheck(), token, _nextRunId, runs, files);
        lock (_directory)
        {
            if (_condemned is { } fault)
            {
                throw fault;
            }

            Manifest.Write(_directory, ManifestName, LogFormat.CommitmentIndex, _identity, manifest.Encode());
        }

        FasterTable.DeleteCheckpointsExcept(_tableFolder, [token]);
    }

    private (FasterTable Table, CommitmentRun[] Runs) Recover()
    {
        byte[]? bytes = Manifest.TryRead(_directory, ManifestName, LogFormat.CommitmentIndex, _identity);
        CommitmentManifest? manifest = bytes is null ? null : CommitmentManifest.Decode(bytes);
        string? refusal = manifest is null ? "it has no whole manifest"
            : manifest.KeyCheck != KeyCheck() ? "it was made under another secret"
            : manifest.Files.FirstOrDefault(file => !file.Holds(_tableFolder)) is { } bad ? $"{bad.Path} is damaged"
            : null;
        FasterTable? table = refusal is null ? TryRecover(manifest!, out refusal) : null;
        if (table is not null)
        {
            // FASTER writes the page it was recovered in once more, and not the same: seals begin anew.
            _nextRunId = manifest!.NextRunId;
            return (table, [.. manifest.Runs]);
        }

        if (Directory.Exists(_tableFolder))
        {
            _notes.Add(new RecoveryNote(
                _directory.PathOf(ManifestName), 0, $"emptied the commitment index, which is rebuilt from the leaves: {refusal}"));
            Directory.Delete(_tableFolder, recursive: true);
        }

        return (new FasterTable(_tableFolder, _options.Table), []);
    }

    /// <summary>FASTER refuses damaged files with exceptions of any type: each means "rebuild".</summary>
    private FasterTable? TryRecover(CommitmentManifest manifest, out string? refusal)
    {
        LogSeals.CutAfter(_tableFolder, manifest.Files);
        FasterTable table = new(_tableFolder, _options.Table);
        try
        {
            table.Recover(manifest.Token);
            refusal = null;
            return table;
        }
        catch (Exception cause)
        {
            table.Dispose();
            refusal = $"FASTER refused it ({cause.Message})";
            return null;
        }
    }

    private ulong KeyCheck() => _hash.Of(stackalloc byte[32]);

    private static ulong End(IReadOnlyCollection<CommitmentRun> runs) =>
        runs.Count == 0 ? 0 : runs.Max(run => run.FirstLeaf + run.Leaves);

    /// <summary>What a reader sees: replaced as a whole.</summary>
    private sealed record View(CommitmentMemtable Memtable, CommitmentRun[] Runs);
}
