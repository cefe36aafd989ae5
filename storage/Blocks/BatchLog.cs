using System.Buffers.Binary;
using Ledger.Cryptography.Hashing;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Storage.Blocks;

/// <summary>The one copy on disk of every dissemination batch this node holds, found by digest.</summary>
/// <remarks>
/// <para>PROTOCOL.md N3: a batch must be flushed here before the promise that needs it. Files of
/// <see cref="BlockStoreOptions.BatchSegmentBytes"/>; each is flushed whole before the next is made, so opening checks
/// every byte of the last file only and reads just the headers of the others.</para>
/// <para>A batch is at most 32 MiB less its 32-byte digest. Memory: about 90 bytes per held batch. One thread.</para>
/// </remarks>
public sealed class BatchLog : IDisposable
{
    private const byte BatchKind = 1;
    private const string Prefix = "batches-";
    private const string Suffix = ".log";
    private const string ManifestName = "batches.manifest";
    private readonly IDirectory _directory;
    private readonly BlockStoreOptions _options;
    private readonly List<AppendLog> _segments = [];
    private readonly Dictionary<Digest, BatchLocation> _locations = [];
    private readonly Dictionary<Digest, BatchLocation> _damaged = [];
    private readonly List<RecoveryNote> _notes = [];
    private readonly LogIdentity _identity;

    private BatchLog(IDirectory directory, LogIdentity identity, BlockStoreOptions options)
    {
        _directory = directory;
        _identity = identity;
        _options = options;
        FirstSegment = FirstIn(directory, identity);
    }

    /// <summary>Longest batch, in bytes.</summary>
    public static int MaximumBatchBytes => LogFormat.Batches.MaximumPayloadBytes - Digest.Size;

    /// <summary>Batches held.</summary>
    public int Count => _locations.Count;

    /// <summary>What opening cut.</summary>
    public IReadOnlyList<RecoveryNote> Notes => _notes;

    /// <summary>The oldest file that is kept: those below it were pruned.</summary>
    public uint FirstSegment { get; private set; }

    /// <summary>The file that is written to.</summary>
    public uint LastSegment => Last.Header.Segment;

    private AppendLog Last => _segments[^1];

    /// <summary>Creates an empty batch log; set-up only.</summary>
    public static void Create(IDirectory directory, LogIdentity identity) => Create(directory, identity, 0);

    internal static void Create(IDirectory directory, LogIdentity identity, uint first) =>
        AppendLog.Create(directory, NameOf(first), HeaderOf(identity.ChainId, identity.Salt, first, 0)).Dispose();

    /// <summary>Opens the log, finds every batch, and cuts a torn tail.</summary>
    public static BatchLog Open(IDirectory directory, LogIdentity identity, BlockStoreOptions? options = null)
    {
        directory.DeleteUnfinished();
        BatchLog log = new(directory, identity, options ?? BlockStoreOptions.Default);
        log.DeletePruned();
        uint end = log.FirstSegment + (uint)directory.List().Count(IsName);
        for (uint segment = log.FirstSegment; segment + 1 < end; segment++)
        {
            log._segments.Add(AppendLog.OpenSealed(
                directory, NameOf(segment), LogFormat.Batches, identity, Digest.Size, log.Remember(segment)));
            log.Last.Header.RequireSegment(segment, log.Last.Path);
        }

        uint last = Math.Max(end, log.FirstSegment + 1) - 1;
        log._segments.Add(AppendLog.Open(
            directory, NameOf(last), LogFormat.Batches, identity, log.Remember(last), log._notes));
        log.Last.Header.RequireSegment(last, log.Last.Path);
        return log;
    }

    /// <summary>Adds a batch, once: a digest already held keeps its place. Durable after <see cref="Flush"/>.</summary>
    public BatchLocation Append(Digest digest, ReadOnlySpan<byte> batch)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch.Length, MaximumBatchBytes);
        if (_locations.TryGetValue(digest, out BatchLocation held))
        {
            return held;
        }

        if (Last.Length > LogHeader.Size
            && Last.Length + RecordFrame.Size + Digest.Size + batch.Length > _options.BatchSegmentBytes)
        {
            StartSegment();
        }

        Span<byte> name = stackalloc byte[Digest.Size];
        digest.CopyTo(name);
        long offset = Last.Append(BatchKind, name, batch);
        return _locations[digest] = new BatchLocation(Last.Header.Segment, offset, batch.Length);
    }

    /// <summary>Makes every appended batch durable; nothing when there is none.</summary>
    public void Flush() => Last.Flush();

    /// <summary>Hands appended batches to the file without waiting for durability.</summary>
    public void Write() => Last.Write();

    public bool Contains(Digest digest) => _locations.ContainsKey(digest);

    public bool TryLocate(Digest digest, out BatchLocation location) => _locations.TryGetValue(digest, out location);

    /// <summary>Reads a batch and checks its record.</summary>
    public BatchRead TryRead(Digest digest, out byte[] batch)
    {
        batch = [];
        if (!_locations.TryGetValue(digest, out BatchLocation location))
        {
            return BatchRead.Missing;
        }

        byte[]? record = FileOf(location).TryRead(location.Offset, out _);
        if (record is null || new Digest(record.AsSpan(0, Digest.Size)) != digest)
        {
            _locations.Remove(digest);
            _damaged[digest] = location;
            return BatchRead.Damaged;
        }

        batch = record[Digest.Size..];
        return BatchRead.Found;
    }

    /// <summary>File and offset of a batch whose bytes were found damaged, for messages; null when there was none.</summary>
    public (string File, long Offset)? DamagedAt(Digest digest) =>
        _damaged.TryGetValue(digest, out BatchLocation place) ? (FileOf(place).Path, place.Offset) : null;

    /// <summary>Whether the log reaches, or before it was pruned reached, over this place: false for what a crash cut off.</summary>
    public bool Holds(BatchLocation location)
    {
        long end = location.Offset + RecordFrame.Size + Digest.Size + location.Length;
        return IsPruned(location) || (location.Segment <= LastSegment && end <= FileOf(location).Length);
    }

    /// <summary>Whether the file of this place was deleted by <see cref="Prune"/>.</summary>
    public bool IsPruned(BatchLocation location) => location.Segment < FirstSegment;

    internal bool HoldsAll(StoredBlock block) => block.Batches is null || Array.TrueForAll(block.Batches, Holds);

    /// <summary>Deletes the files below a segment, at most all but the last: what was in them is not found again.</summary>
    /// <remarks>The manifest goes first: a crash between leaves files that the next opening deletes.</remarks>
    public void Prune(uint first)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, LastSegment);
        if (first <= FirstSegment)
        {
            return;
        }

        byte[] payload = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(payload, first);
        Manifest.Write(_directory, ManifestName, LogFormat.BatchManifest, _identity, payload);
        _segments.GetRange(0, (int)(first - FirstSegment)).ForEach(segment => segment.Dispose());
        _segments.RemoveRange(0, (int)(first - FirstSegment));
        FirstSegment = first;
        foreach ((Digest digest, BatchLocation location) in _locations.Where(l => IsPruned(l.Value)).ToArray())
        {
            _locations.Remove(digest);
        }

        DeletePruned();
    }

    /// <summary>The oldest file of a log that may have been pruned.</summary>
    internal static uint FirstIn(IDirectory directory, LogIdentity identity)
    {
        byte[]? manifest = Manifest.TryRead(directory, ManifestName, LogFormat.BatchManifest, identity);
        return manifest is null ? 0 : BinaryPrimitives.ReadUInt32BigEndian(manifest);
    }

    private void DeletePruned()
    {
        string first = NameOf(FirstSegment);
        string[] pruned = [.. _directory.List().Where(n => IsName(n) && string.CompareOrdinal(n, first) < 0)];
        if (pruned.Length > 0)
        {
            _directory.DeleteDurably(pruned);
        }
    }

    private AppendLog FileOf(BatchLocation location) => _segments[(int)(location.Segment - FirstSegment)];

    /// <summary>Stops finding a batch that no block will ever name; its bytes stay until its file goes.</summary>
    public void Forget(Digest digest) => _locations.Remove(digest);

    /// <summary>Closes the files; batches not written are lost, as in a crash.</summary>
    public void Dispose() => _segments.ForEach(segment => segment.Dispose());

    private void StartSegment()
    {
        LogHeader full = Last.Header;
        Last.Flush();
        uint segment = full.Segment + 1;
        LogHeader header = HeaderOf(full.ChainId, full.Salt, segment, Last.NextSequence);
        _segments.Add(AppendLog.Create(_directory, NameOf(segment), header));
    }

    private RecordVisitor Remember(uint segment) => (offset, frame, payload) =>
        _locations[new Digest(payload[..Digest.Size])] = new BatchLocation(segment, offset, frame.Length - Digest.Size);

    internal static string NameOf(uint segment) => $"{Prefix}{segment:d8}{Suffix}";

    internal static bool IsName(string name) => name.Length == NameOf(0).Length
        && name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal);

    private static LogHeader HeaderOf(Digest chainId, uint salt, uint segment, ulong firstSequence) => new()
    {
        Format = LogFormat.Batches,
        ChainId = chainId,
        Salt = salt,
        Segment = segment,
        FirstSequence = firstSequence,
    };
}
