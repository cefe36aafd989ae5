using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Cryptography.Tokens;
using Ledger.Engine.Backups;
using Ledger.Node.Backups;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Fuzz;

/// <summary>Files of a node, and the way back from what was read of them.</summary>
internal static class FileSamples
{
    private const uint Salt = 7;

    public static LogIdentity Identity { get; } = new(Sha256.Hash("chain"u8), Salt);

    public static byte[] Key { get; } = KeyFile.Seal(SuiteId.Ed25519, new byte[32], new byte[32], "passphrase"u8).ToJson();

    public static byte[] TokenKey { get; } =
        TokenKeyFile.Of([4, .. new byte[64]], new TokenPlace("/lib/token.so", "token", "key", "/pin")).ToJson();

    public static byte[]? RecodeSigningKey(byte[] bytes)
        => SigningKeyFile.Parse(bytes, out _) != KeyFileFault.None ? null
            : TokenKeyFile.Parse(bytes, out TokenKeyFile? token) == KeyFileFault.None ? token!.ToJson()
            : KeyFile.Parse(bytes, out KeyFile? key) == KeyFileFault.None ? key!.ToJson()
            : throw new InvalidOperationException("It is of one of the two kinds.");

    public static byte[] Header(TinyRandom random) => new LogHeader
    {
        Format = LogFormat.Blocks,
        ChainId = Identity.ChainId,
        Salt = Salt,
        Segment = random.U32(),
        FirstSequence = random.U64(),
    }.ToArray();

    public static byte[] Record(TinyRandom random)
    {
        byte[] payload = random.Bytes(random.Below(40));
        return Write(new RecordFrame(1, payload.Length, random.U64(), random.U64(), Crc32C.Of(payload, Salt)), payload);
    }

    public static byte[] Write(RecordFrame frame, ReadOnlySpan<byte> payload)
    {
        byte[] bytes = new byte[RecordFrame.Size + payload.Length];
        frame.Write(bytes, Salt);
        payload.CopyTo(bytes.AsSpan(RecordFrame.Size));
        return bytes;
    }

    public static byte[] Manifest(TinyRandom random) => Written(random.Bytes(random.Below(60)));

    public static byte[]? RecodeManifest(byte[] bytes)
    {
        MemoryDirectory directory = new();
        using (IDevice device = directory.Publish("state.manifest", 0, file => file.Write(0, bytes)))
        {
            device.Flush();
        }

        byte[]? payload = Storage.Records.Manifest.TryRead(directory, "state.manifest", LogFormat.State, Identity);
        return payload is null ? null : Written(payload);
    }

    public static byte[] Backup(TinyRandom random)
        => FileOf([.. random.List(0, 3, () => ((BackupPart)(1 + random.Below(6)), random.Bytes(random.Below(60))))]);

    public static byte[] RecodeBackup(byte[] bytes)
    {
        using MemoryStream file = new(bytes);
        BackupReader reader = new(file, "backup");
        reader.ReadHeader(Identity.ChainId);
        List<(BackupPart, byte[])> parts = [];
        while (file.Position < file.Length)
        {
            parts.Add(reader.ReadPart());
        }

        return FileOf(parts);
    }

    private static byte[] FileOf(IReadOnlyList<(BackupPart Part, byte[] Bytes)> parts)
    {
        using MemoryStream file = new();
        file.Write(BackupFrame.Header(Identity.ChainId));
        for (int i = 0; i < parts.Count; i++)
        {
            byte[] prefix = BackupFrame.Prefix(parts[i].Part, parts[i].Bytes.Length);
            file.Write(prefix);
            file.Write(parts[i].Bytes);
            file.Write(BackupFrame.Suffix((ulong)i, prefix, parts[i].Bytes));
        }

        return file.ToArray();
    }

    private static byte[] Written(byte[] payload)
    {
        MemoryDirectory directory = new();
        Storage.Records.Manifest.Write(directory, "state.manifest", LogFormat.State, Identity, payload);
        using IDevice device = directory.Open("state.manifest");
        byte[] bytes = new byte[device.Length];
        device.Read(0, bytes);
        return bytes;
    }
}
