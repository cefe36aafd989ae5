using System.Buffers.Binary;
using System.Security.Cryptography;
using Ledger.Engine;
using Ledger.Protocol.Validators;
using Ledger.Storage;
using Ledger.Storage.Anchors;
using Ledger.Storage.Blocks;
using Ledger.Storage.Devices;
using Ledger.Storage.Journal;
using Ledger.Storage.Records;
using Ledger.Storage.State;

namespace Ledger.Node.Running;

/// <summary>A validator's data directory: what set-up creates and a start opens.</summary>
public sealed class NodeDirectory(string path, Genesis genesis, string name)
{
    private const int SecretBytes = 32;
    private const string UnfinishedName = "restore.unfinished";
    private const string LockName = "lock";

    /// <summary>Measures the journal's and block log's flushes.</summary>
    public FlushMeter Flushes { get; } = new();

    public IDirectory Journal => new FileDirectory(Path.Combine(path, "journal"), Flushes);

    /// <summary>Evidence of misbehaviour: of no use to this node, kept for people.</summary>
    public EvidenceFolder Evidence => new(new FileDirectory(Path.Combine(path, "evidence")));

    /// <summary>The newest checkpoint that was published.</summary>
    public IDirectory Checkpoints => new FileDirectory(Path.Combine(path, "checkpoints"));

    /// <summary>The last steps of the replica, written when asked for or when it halts.</summary>
    public TapeFile Tapes => new(new FileDirectory(Path.Combine(path, "recorder")));

    private FileDirectory Blocks => new(Path.Combine(path, "blocks"));

    private FileDirectory Anchors => new(Path.Combine(path, "anchors"));

    private string SecretFile => Path.Combine(path, "node.secret");

    public bool Exists => File.Exists(SecretFile);

    /// <summary>What every log here is of: this chain, and the secret of this directory.</summary>
    public LogIdentity Logs => IdentityFrom(ReadSecret());

    /// <summary>What only those know who may read this directory: they operate the node (`ledger backup`).</summary>
    /// <remarks>Made of the node's secret, which it does not give away.</remarks>
    public byte[] OperatorToken => HMACSHA256.HashData(ReadSecret(), "ledger operator"u8);

    /// <summary>A restore was cut here: what is beside its marker is not whole.</summary>
    public bool IsRestoreUnfinished => File.Exists(Path.Combine(path, UnfinishedName));

    /// <summary>Nothing is there, or not even the directory.</summary>
    public bool IsEmpty => !Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any();

    /// <summary>Creates the journal and the empty logs, in an empty directory only (PROTOCOL.md D2).</summary>
    /// <param name="incarnation">0 for a validator that has never signed anything; any other must rejoin before it votes.</param>
    public void Create(ulong incarnation = 0)
    {
        if (!IsEmpty)
        {
            throw new IOException($"{path} is not empty: set-up never overwrites a validator's promises.");
        }

        Directory.CreateDirectory(path);
        Fill(incarnation);
    }

    /// <summary>Marks an empty directory, durably, as one that a restore fills, and takes it for this process.</summary>
    /// <exception cref="StorageFaultException">It is not empty, unless by a restore that was cut.</exception>
    /// <exception cref="StartRefusedException">Another process uses it.</exception>
    internal DataLock MarkUnfinished()
    {
        if (!IsEmpty && !IsRestoreUnfinished)
        {
            throw new StorageFaultException(StorageFault.FileExists, path, 0, "A restore needs an empty data directory.");
        }

        FileDirectory folder = new(path);
        if (!IsRestoreUnfinished)
        {
            folder.Create(UnfinishedName).Dispose();
            folder.FlushDirectory();
        }

        return Lock();
    }

    /// <summary>Deletes what a restore made, but not its marker.</summary>
    internal void ClearUnfinished()
    {
        FileSystemInfo[] there = new DirectoryInfo(path).GetFileSystemInfos();
        foreach (FileSystemInfo made in there.Where(e => e.Name is not (UnfinishedName or LockName)))
        {
            if (made is DirectoryInfo folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                made.Delete();
            }
        }

        new FileDirectory(path).FlushDirectory();
    }

    /// <summary>Takes the marker away, when all that was made is durable under its name, or gone.</summary>
    internal void Unmark(bool keepsLock)
    {
        FileDirectory folder = new(path);
        folder.FlushDirectory();
        new FileDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!).FlushDirectory();
        folder.DeleteDurably(keepsLock ? [UnfinishedName] : [UnfinishedName, LockName]);
    }

    /// <summary>The journal and the empty logs.</summary>
    internal void Fill(ulong incarnation)
    {
        Storage.Journal.Journal.Create(Journal, JournalOwner with { Incarnation = incarnation });
        byte[] secret = RandomNumberGenerator.GetBytes(SecretBytes);
        LogIdentity logs = IdentityFrom(secret);
        BatchLog.Create(Blocks, logs);
        BlockLog.Create(Blocks, logs);
        WriteSecret(secret);
    }

    /// <summary>Takes the directory for this process, if it is this validator's. Nothing else of it is written.</summary>
    /// <exception cref="StorageFaultException">It has no journal, or another validator's or chain's, or a restore was cut here.</exception>
    public DataLock Take()
    {
        if (IsRestoreUnfinished)
        {
            throw new StorageFaultException(StorageFault.RestoreUnfinished, Path.Combine(path, UnfinishedName), 0);
        }

        string folder = Path.Combine(path, "journal");
        if (!Directory.Exists(folder))
        {
            throw new StorageFaultException(StorageFault.JournalMissing, folder, 0,
                "`ledger init` makes one, for a validator that has never signed anything.");
        }

        Storage.Journal.Journal.RequireOwn(Journal, JournalOwner);
        return DataLock.Take(path);
    }

    /// <summary>Takes the directory for this process whatever its journal is.</summary>
    public DataLock Lock() => DataLock.Take(path);

    /// <summary>Puts a journal that must rejoin in the place of one that is lost, keeping aside what is left of that (D2).</summary>
    public void RenewJournal(ulong incarnation)
    {
        Storage.Journal.Journal.SetAside(Journal);
        Storage.Journal.Journal.Create(Journal, JournalOwner with { Incarnation = incarnation });
    }

    /// <summary>Opens every store; damage is a named fault with file, offset and remedy.</summary>
    public LedgerStores Open()
    {
        byte[] secret = ReadSecret();
        LogIdentity logs = IdentityFrom(secret);
        BatchLog batches = BatchLog.Open(Blocks, logs);
        BlockLog blocks = BlockLog.Open(Blocks, logs, batches);
        CertificateLog certificates = CertificateLog.Open(Blocks, logs);
        FasterStateStore state = FasterStateStore.Open(Path.Combine(path, "state"), logs);
        AnchorStore anchors = AnchorStore.Open(Anchors, logs);
        UInt128 fingerprintKey = BinaryPrimitives.ReadUInt128BigEndian(secret.AsSpan(16));
        CommitmentIndex index = CommitmentIndex.Open(Path.Combine(path, "index"), logs, fingerprintKey);
        return new LedgerStores(batches, blocks, certificates, state, anchors, index);
    }

    /// <summary>Cuts the logs at their first damage and keeps it aside; the node fetches the rest from its peers.</summary>
    public IReadOnlyList<RecoveryNote> Repair() => LogRepair.Run(Blocks, Logs);

    private JournalIdentity JournalOwner => EngineSetup.JournalOwner(genesis.ChainId, name);

    private byte[] ReadSecret()
    {
        if (!File.Exists(SecretFile))
        {
            throw new StorageFaultException(StorageFault.SecretDamaged, SecretFile, 0, "It is not there.");
        }

        byte[] secret;
        try
        {
            secret = File.ReadAllBytes(SecretFile);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StorageFailure(SecretFile, "read", cause);
        }

        return secret.Length == SecretBytes
            ? secret
            : throw new StorageFaultException(StorageFault.SecretDamaged, SecretFile, secret.Length);
    }

    private void WriteSecret(byte[] secret)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using FileStream file = new(SecretFile, options);
        file.Write(secret);
        file.Flush(flushToDisk: true);
    }

    /// <summary>The checksums' salt is half of a node secret: nobody outside can write bytes that look like a record.</summary>
    private LogIdentity IdentityFrom(byte[] secret)
        => new(genesis.ChainId, BinaryPrimitives.ReadUInt32BigEndian(secret));
}
