using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Storage.Journal;

/// <summary>The validator's promises: what it must still know after a crash before it signs again.</summary>
/// <remarks>
/// <para>PROTOCOL.md N3, N4, D1, D2. Every record is written in both halves of its segment before the one flush; a
/// flushed record is lost only when both copies are, and then by name (<see
/// cref="StorageFault.JournalDamaged"/>).</para>
/// <para>When a segment is full, the next starts with the owner's snapshot, flushed before the old one is deleted. The
/// snapshot must cover every record flushed so far; records that were waiting follow it, so the owner must be able to
/// read a record again after a snapshot that already contains it.</para>
/// <para>Records are at most 4 MiB. One thread.</para>
/// </remarks>
public sealed class Journal : IDisposable
{
    private const byte PromiseKind = 1;
    private const byte SnapshotKind = 2;
    private readonly IDirectory _directory;
    private readonly JournalOptions _options;
    private readonly Func<byte[]> _snapshot;
    private readonly RecordBuffer _waiting;
    private JournalSegment _segment;
    private int _position;
    private ulong _nextSequence;
    private ulong _durableSequence;

    private Journal(
        IDirectory directory, JournalOptions options, Func<byte[]> snapshot,
        JournalSegment segment, JournalRecovery found)
    {
        _directory = directory;
        _options = options;
        _snapshot = snapshot;
        _segment = segment;
        _waiting = new RecordBuffer(segment.Header.Salt);
        _position = (int)found.Tail.Offset;
        _nextSequence = found.Tail.NextSequence;
        _durableSequence = found.Tail.NextSequence;
        Recovered = found.Payloads;
        Notes = found.Notes;
    }

    /// <summary>Longest payload of one record or snapshot, in bytes.</summary>
    public static int MaximumRecordBytes => LogFormat.Journal.MaximumPayloadBytes;

    /// <summary>
    /// Payloads found when opening, oldest first; the first is a snapshot if any segment was ever filled.
    /// </summary>
    public IReadOnlyList<byte[]> Recovered { get; }

    /// <summary>What opening repaired or cut.</summary>
    public IReadOnlyList<RecoveryNote> Notes { get; }

    /// <summary>See <see cref="JournalIdentity"/>.</summary>
    public ulong Incarnation => _segment.Header.Incarnation;

    /// <summary>Segments filled so far.</summary>
    public uint Segment => _segment.Header.Segment;

    /// <summary>Whether appended records wait for <see cref="Flush"/>.</summary>
    public bool HasUnflushed => _waiting.Length > 0;

    /// <summary>
    /// Creates an empty journal, durably. Only set-up and the end of a rejoin call this (PROTOCOL.md D2).
    /// </summary>
    /// <exception cref="StorageFaultException">There is a journal already.</exception>
    public static void Create(IDirectory directory, JournalIdentity identity, JournalOptions? options = null)
    {
        string? existing = directory.List().FirstOrDefault(JournalSegment.IsName);
        if (existing is not null)
        {
            throw new StorageFaultException(StorageFault.FileExists, existing, 0,
                "A journal is never overwritten: promises in it still bind this validator.");
        }

        LogHeader header = new()
        {
            Format = LogFormat.Journal,
            ChainId = identity.ChainId,
            Owner = identity.Owner,
            Incarnation = identity.Incarnation,
        };
        JournalSegment.Create(directory, header, default, (options ?? JournalOptions.Default).SegmentBytes).Dispose();
    }

    /// <summary>Opens the journal and recovers its payloads; the identity's incarnation is not compared, but read.</summary>
    /// <param name="snapshot">Gives the payload that replaces all earlier ones when a segment is full.</param>
    /// <exception cref="StorageFaultException">
    /// <see cref="StorageFault.JournalMissing"/> or <see cref="StorageFault.JournalDamaged"/>: rejoin mode.
    /// </exception>
    public static Journal Open(
        IDirectory directory, JournalIdentity identity, Func<byte[]> snapshot, JournalOptions? options = null)
    {
        directory.DeleteUnfinished();
        string[] segments = [.. directory.List().Where(JournalSegment.IsName)];
        if (segments.Length == 0)
        {
            throw Missing(directory);
        }

        (JournalSegment segment, JournalRecovery found) = JournalRecovery.Run(directory.Open(segments[^1]), identity);
        directory.DeleteDurably(segments[..^1]);
        return new Journal(directory, options ?? JournalOptions.Default, snapshot, segment, found);
    }

    /// <summary>Refuses a folder without a journal, or with another validator's or chain's; reads headers only.</summary>
    public static void RequireOwn(IDirectory directory, JournalIdentity identity)
    {
        string newest = directory.List().LastOrDefault(JournalSegment.IsName) ?? throw Missing(directory);
        using IDevice device = directory.Open(newest);
        JournalRecovery.RequireOwn(device, identity);
    }

    /// <summary>
    /// Sets a damaged journal's files aside so that a rejoin can create a new one; nothing is deleted.
    /// </summary>
    public static void SetAside(IDirectory directory)
    {
        foreach (string name in directory.List().Where(JournalSegment.IsName))
        {
            directory.Rename(name, FreeName(directory, name + ".damaged"));
        }

        directory.FlushDirectory();
    }

    /// <summary>Adds a promise; it binds nobody until <see cref="Flush"/> returns.</summary>
    public void Append(ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, MaximumRecordBytes);
        _waiting.Append(PromiseKind, _nextSequence++, _durableSequence, payload, default, default);
    }

    /// <summary>Makes every appended promise durable in both places with one flush; nothing when none waits.</summary>
    public void Flush()
    {
        if (!HasUnflushed)
        {
            return;
        }

        if (_position + _waiting.Length > _segment.HalfBytes)
        {
            Roll();
        }
        else
        {
            _segment.Write(_position, _waiting.Written);
            _segment.Flush();
            _position += _waiting.Length;
        }

        _waiting.Clear();
        _durableSequence = _nextSequence;
    }

    /// <summary>Closes the file; promises not flushed are lost, as in a crash.</summary>
    public void Dispose() => _segment.Dispose();

    /// <summary>Starts the next segment with a snapshot and the waiting records, then deletes the full one.</summary>
    private void Roll()
    {
        byte[] snapshot = _snapshot();
        if (snapshot.Length > MaximumRecordBytes)
        {
            throw new InvalidOperationException($"A snapshot of {snapshot.Length} bytes is over the bound.");
        }

        JournalSegment full = _segment;
        RecordBuffer records = new(full.Header.Salt);
        ulong first = _nextSequence;
        ulong durable = first + 1 + (_nextSequence - _durableSequence); // the file gets its name only after its flush
        records.Append(SnapshotKind, _nextSequence++, durable, snapshot, default, default);
        Requeue(records, durable);
        LogHeader header = full.Header with { Segment = full.Header.Segment + 1, FirstSequence = first };
        _segment = JournalSegment.Create(_directory, header, records.Written.ToArray(), _options.SegmentBytes);
        _position = LogHeader.Size + records.Length;
        full.Dispose();
        _directory.DeleteDurably([full.Name]);
    }

    /// <summary>Frames the waiting records again with sequence numbers after the snapshot's.</summary>
    private void Requeue(RecordBuffer target, ulong durable)
    {
        ReadOnlySpan<byte> left = _waiting.Written;
        while (RecordFrame.TryRead(
            left, _segment.Header.Salt, MaximumRecordBytes, out RecordFrame frame, out ReadOnlySpan<byte> payload))
        {
            target.Append(frame.Kind, _nextSequence++, durable, payload, default, default);
            left = left[frame.Total..];
        }
    }

    private static string FreeName(IDirectory directory, string name)
    {
        string free = name;
        for (int again = 2; directory.Exists(free); again++)
        {
            free = $"{name}-{again}";
        }

        return free;
    }

    private static StorageFaultException Missing(IDirectory directory) => new(
        StorageFault.JournalMissing, directory.PathOf(JournalSegment.NameOf(0)), 0,
        "`ledger init` makes one, for a validator that has never signed anything.");
}
