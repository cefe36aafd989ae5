using System.Buffers.Binary;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Storage.Blocks;

/// <summary>For each height the certificate that receipts carry, where it is not the one kept with the block.</summary>
/// <remarks>
/// A convenience, never the truth: a block is final by the certificate in the block log. So it is not flushed on its own,
/// a damaged file is begun anew and said so, and a height it has forgotten has the block's own certificate.
/// A record's payload is the height, u64 big-endian, then the certificate. Memory: about 40 bytes a height. One thread.
/// </remarks>
public sealed class CertificateLog : IDisposable
{
    private const byte CertificateKind = 1;
    private const string Name = "certificates.log";
    private readonly Dictionary<ulong, long> _offsets = [];
    private readonly List<RecoveryNote> _notes = [];
    private AppendLog _log = null!;

    private CertificateLog()
    {
    }

    /// <summary>What opening repaired.</summary>
    public IReadOnlyList<RecoveryNote> Notes => _notes;

    /// <summary>Opens the log; one that is not there yet, or is damaged, is begun.</summary>
    /// <remarks>A log of another chain or of a newer version is still refused: the folder is not this node's.</remarks>
    public static CertificateLog Open(IDirectory directory, LogIdentity identity)
    {
        CertificateLog certificates = new();
        if (!directory.Exists(Name))
        {
            Create(directory, identity);
        }

        try
        {
            certificates.OpenLog(directory, identity);
        }
        catch (StorageFaultException damage)
            when (damage.Fault is StorageFault.CorruptRecord or StorageFault.HeaderDamaged or StorageFault.MisplacedFile)
        {
            certificates.BeginAnew(directory, identity, damage);
        }

        return certificates;
    }

    /// <summary>Keeps a height's certificate from now on.</summary>
    public void Keep(ulong height, ReadOnlySpan<byte> certificate)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(prefix, height);
        _offsets[height] = _log.Append(CertificateKind, prefix, certificate);
    }

    /// <summary>The certificate kept for a height; null when there is none, or its bytes have gone bad since.</summary>
    public byte[]? Find(ulong height)
        => _offsets.TryGetValue(height, out long offset) ? _log.TryRead(offset, out _)?[sizeof(ulong)..] : null;

    /// <summary>Hands what was kept to the file, without waiting for durability.</summary>
    public void Write() => _log.Write();

    /// <summary>Makes everything kept durable.</summary>
    public void Flush() => _log.Flush();

    public void Dispose() => _log.Dispose();

    private static void Create(IDirectory directory, LogIdentity identity)
        => AppendLog.Create(directory, Name, new LogHeader
        {
            Format = LogFormat.Certificates,
            ChainId = identity.ChainId,
            Salt = identity.Salt,
        }).Dispose();

    private void OpenLog(IDirectory directory, LogIdentity identity)
        => _log = AppendLog.Open(directory, Name, LogFormat.Certificates, identity, Index, _notes);

    private void BeginAnew(IDirectory directory, LogIdentity identity, StorageFaultException damage)
    {
        _offsets.Clear();
        directory.Delete(Name);
        Create(directory, identity);
        OpenLog(directory, identity);
        _notes.Add(new RecoveryNote(
            Name, damage.Offset, $"{damage.Fault}: begun anew; receipts up to here carry the certificates kept with their blocks"));
    }

    private void Index(long offset, RecordFrame frame, ReadOnlySpan<byte> payload)
        => _offsets[BinaryPrimitives.ReadUInt64BigEndian(payload)] = offset;
}
