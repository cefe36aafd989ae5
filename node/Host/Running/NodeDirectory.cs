using System.Buffers.Binary;
using System.Security.Cryptography;
using Ledger.Engine;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Storage.Anchors;
using Ledger.Storage.Blocks;
using Ledger.Storage.Devices;
using Ledger.Storage.Journal;
using Ledger.Storage.Records;
using Ledger.Storage.State;

namespace Ledger.Node.Running;

/// <summary>A validator's data directory: what set-up creates and a start opens.</summary>
public sealed class NodeDirectory(string path, Genesis genesis, ValidatorIndex self)
{
    private const int SecretBytes = 32;

    /// <summary>Measures the journal's and block log's flushes.</summary>
    public FlushMeter Flushes { get; } = new();

    public IDirectory Journal => new FileDirectory(Path.Combine(path, "journal"), Flushes);

    private FileDirectory Blocks => new(Path.Combine(path, "blocks"));

    private FileDirectory Anchors => new(Path.Combine(path, "anchors"));

    private string SecretFile => Path.Combine(path, "node.secret");

    public bool Exists => File.Exists(SecretFile);

    /// <summary>Creates the journal and the empty logs, in an empty directory only (PROTOCOL.md D2).</summary>
    public void Create()
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new IOException($"{path} is not empty: set-up never overwrites a validator's promises.");
        }

        Directory.CreateDirectory(path);
        JournalIdentity identity = new(genesis.ChainId, self.Value, genesis.Context.Epoch.Value);
        Storage.Journal.Journal.Create(Journal, identity);
        byte[] secret = RandomNumberGenerator.GetBytes(SecretBytes);
        LogIdentity logs = IdentityFrom(secret);
        BatchLog.Create(Blocks, logs);
        BlockLog.Create(Blocks, logs);
        WriteSecret(secret);
    }

    /// <summary>Opens every store; damage is a named fault with file, offset and remedy.</summary>
    public LedgerStores Open()
    {
        byte[] secret = File.ReadAllBytes(SecretFile);
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
