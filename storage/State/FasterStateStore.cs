using FASTER.core;
using Ledger.Cryptography.Hashing;
using Ledger.Storage.Devices;
using Ledger.Storage.Faster;
using Ledger.Storage.Records;

namespace Ledger.Storage.State;

/// <summary>The state view in FasterKV, under one folder.</summary>
/// <remarks>
/// <para>A checkpoint is a FASTER snapshot whose files are sealed by length and CRC-32C in <c>state.manifest</c>; the
/// two newest are kept. Opening takes the newest whose seals hold and that FASTER recovers; what it passes over it
/// notes and drops. None left: height 0, replay everything.</para>
/// <para>A stored value is a byte 1 and the value; a deleted key holds the single byte 0: FASTER's own delete, which
/// takes records out of hash chains, plays no part in what a recovery finds.</para>
/// <para>Superseded records and deleted keys are left behind by copying the live ones into a new generation (folder
/// <c>g00000001</c>, ...) at a checkpoint. Last, the <see cref="ContentSum"/> over everything that a recovery reads must
/// be the one of the checkpoint.</para>
/// </remarks>
public sealed class FasterStateStore : IStateStore
{
    private const byte Absent = 0;
    private const byte Present = 1;
    private const int KeptCheckpoints = 2;
    private const string ManifestName = "state.manifest";
    private readonly string _path;
    private readonly FileDirectory _directory;
    private readonly LogIdentity _identity;
    private readonly StateStoreOptions _options;
    private readonly List<RecoveryNote> _notes = [];
    private readonly byte[] _scratch = new byte[1 + StateWrite.MaximumValueBytes];
    private List<StateCheckpoint> _checkpoints = [];
    private FasterTable _table;
    private FasterSession _session;
    private LogSeals _log = null!;
    private ContentSum _sum = new();
    private uint _generation;
    private long _liveBytes;

    private FasterStateStore(string path, LogIdentity identity, StateStoreOptions options)
    {
        _path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        _directory = new FileDirectory(path);
        _identity = identity;
        _options = options;
        ReadManifest();
        (_table, _session) = Recover();
    }

    public ulong Height { get; private set; }

    public IReadOnlyList<RecoveryNote> Notes => _notes;

    /// <summary>Opens the store at its newest valid checkpoint, or empty at height 0.</summary>
    public static FasterStateStore Open(string path, LogIdentity identity, StateStoreOptions? options = null) =>
        new(path, identity, options ?? StateStoreOptions.Default);

    public void Apply(ulong height, IReadOnlyList<StateWrite> writes)
    {
        StateContent.RequireNext(height, Height);
        foreach (StateWrite write in writes)
        {
            write.RequireBounds();
            Put(write);
        }

        Height = height;
    }

    public bool TryGet(ReadOnlySpan<byte> key, out byte[] value)
    {
        byte[]? found = _session.TryGet(key);
        bool present = found is [Present, ..];
        value = present ? found![1..] : [];
        return present;
    }

    public void Scan(ReadOnlySpan<byte> prefix, StateVisitor visitor)
    {
        foreach (byte[] key in _table.Keys())
        {
            if (key.AsSpan().StartsWith(prefix) && TryGet(key, out byte[] value))
            {
                visitor(key, value);
            }
        }
    }

    public void Checkpoint()
    {
        if (_table.LogBytes > 2 * _liveBytes + _options.RebuildSlackBytes)
        {
            CopyLiveToNewGeneration();
        }

        _table.AwaitWrites();
        string folder = FolderOf(_generation);
        FileSeal[] log = [.. _log.Take(0, long.MaxValue)]; // before the checkpoint: it counts on no page written later
        Guid token = _table.Checkpoint(CheckpointType.Snapshot);
        FileSeal[] files = [.. FileSeal.OfCheckpoint(folder, token), .. log];
        _checkpoints.Insert(0, new StateCheckpoint(Height, _generation, token, _sum.Value, files));
        _checkpoints = [.. _checkpoints.Take(KeptCheckpoints)];
        SaveManifest();
    }

    public void Rewind(ulong height)
    {
        if (Height <= height)
        {
            return;
        }

        foreach (StateCheckpoint above in _checkpoints.Where(checkpoint => checkpoint.Height > height))
        {
            Pass(above, $"the chain here was taken back to {height}");
        }

        Dispose();
        _checkpoints.RemoveAll(checkpoint => checkpoint.Height > height);
        (_table, _session) = Recover();
    }

    public Digest ContentDigest() => StateContent.DigestOf(this);

    public void Dispose()
    {
        _session.Dispose();
        _table.Dispose();
    }

    private void ReadManifest()
    {
        byte[]? manifest = Manifest.TryRead(_directory, ManifestName, LogFormat.State, _identity);
        if (manifest is null && _directory.Exists(ManifestName))
        {
            _notes.Add(new RecoveryNote(
                _directory.PathOf(ManifestName), 0, "the state manifest is damaged or old: replay from height 0"));
        }

        _checkpoints = manifest is null ? [] : StateCheckpoint.DecodeAll(manifest);
    }

    /// <summary>Takes the newest checkpoint that is whole, or starts empty.</summary>
    private (FasterTable Table, FasterSession Session) Recover()
    {
        while (_checkpoints.Count > 0)
        {
            if (TryRecover(_checkpoints[0]) is { } recovered)
            {
                Height = _checkpoints[0].Height;
                _sum = new ContentSum(_checkpoints[0].Sum);
                SaveManifest();
                return recovered;
            }

            _checkpoints.RemoveAt(0);
        }

        (Height, _sum) = (0, new ContentSum());
        SaveManifest();
        FasterTable empty = new(FolderOf(++_generation), _options.Table);
        _log = new LogSeals(FolderOf(_generation), []);
        return (empty, empty.NewSession());
    }

    /// <summary>
    /// FASTER says what it thinks of a damaged file with exceptions of any type: each means "not this one".
    /// </summary>
    private (FasterTable Table, FasterSession Session)? TryRecover(StateCheckpoint checkpoint)
    {
        _generation = Math.Max(_generation, checkpoint.Generation);
        string folder = FolderOf(checkpoint.Generation);
        FileSeal? broken = checkpoint.Files.FirstOrDefault(file => !file.Holds(folder));
        if (broken is not null)
        {
            Pass(checkpoint, $"{broken.Path} is damaged");
            return null;
        }

        LogSeals.CutAfter(folder, checkpoint.Files);
        FasterTable table = new(folder, _options.Table);
        try
        {
            table.Recover(checkpoint.Token);
            FasterSession session = table.NewSession();
            if (SumOf(table, session).Value == checkpoint.Sum)
            {
                _generation = checkpoint.Generation;
                _log = new LogSeals(folder, checkpoint.Files);
                return (table, session);
            }

            session.Dispose();
            table.Dispose();
            Pass(checkpoint, "its content is not what was written");
            return null;
        }
        catch (Exception refusal)
        {
            table.Dispose();
            Pass(checkpoint, $"FASTER refused it ({refusal.Message})");
            return null;
        }
    }

    private void Pass(StateCheckpoint checkpoint, string why) => _notes.Add(new RecoveryNote(
        $"{FolderOf(checkpoint.Generation)}/{checkpoint.Token}", 0,
        $"passed over the state checkpoint of height {checkpoint.Height}, blocks above the one before are replayed: {why}"));

    private static ContentSum SumOf(FasterTable table, FasterSession session)
    {
        ContentSum sum = new();
        foreach (byte[] key in table.Keys())
        {
            if (session.TryGet(key) is [Present, .. byte[] value])
            {
                sum.Add(key, value);
            }
        }

        return sum;
    }

    private void Put(StateWrite write)
    {
        if (TryGet(write.Key.Span, out byte[] before))
        {
            _sum.Remove(write.Key.Span, before);
        }

        if (write.Value is { } value)
        {
            _session.Upsert(write.Key.Span, Prefixed(value.Span));
            _sum.Add(write.Key.Span, value.Span);
        }
        else
        {
            _session.Upsert(write.Key.Span, [Absent]);
        }
    }

    private ReadOnlySpan<byte> Prefixed(ReadOnlySpan<byte> value)
    {
        _scratch[0] = Present;
        value.CopyTo(_scratch.AsSpan(1));
        return _scratch.AsSpan(0, 1 + value.Length);
    }

    private void CopyLiveToNewGeneration()
    {
        FasterTable next = new(FolderOf(_generation + 1), _options.Table);
        FasterSession session = next.NewSession();
        Scan([], (key, value) => session.Upsert(key, Prefixed(value)));
        Dispose();
        (_table, _session) = (next, session);
        _generation++;
        _log = new LogSeals(FolderOf(_generation), []);
        _liveBytes = next.LogBytes;
    }

    /// <summary>Makes the list of checkpoints durable, then deletes what it no longer names.</summary>
    private void SaveManifest()
    {
        Manifest.Write(_directory, ManifestName, LogFormat.State, _identity, StateCheckpoint.EncodeAll(_checkpoints));
        HashSet<Guid> kept = [.. _checkpoints.Select(checkpoint => checkpoint.Token)];
        HashSet<string> folders = [.. _checkpoints.Select(checkpoint => checkpoint.Generation).Append(_generation)
            .Select(FolderOf)];
        foreach (string folder in Directory.GetDirectories(_path))
        {
            if (folders.Contains(folder))
            {
                FasterTable.DeleteCheckpointsExcept(folder, kept);
            }
            else
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private string FolderOf(uint generation) => Path.Combine(_path, $"g{generation:d8}");
}
