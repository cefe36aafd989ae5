using System.Buffers.Binary;
using Ledger.Storage.Faster;

namespace Ledger.Storage.Anchors;

/// <summary>What the index's manifest file says: which FASTER checkpoint holds which runs.</summary>
/// <remarks>
/// Big-endian: key check 8 (SipHash of 32 zero bytes), token 16, next run id 4, run count 4, per run tier 1, slot 1,
/// zero 2, id 4, first leaf 8, leaves 8, address 8; then the seals.
/// </remarks>
internal sealed record CommitmentManifest(
    ulong KeyCheck, Guid Token, uint NextRunId, IReadOnlyList<CommitmentRun> Runs, IReadOnlyList<FileSeal> Files)
{
    private const int HeadBytes = 32;
    private const int RunBytes = 32;

    public byte[] Encode()
    {
        using MemoryStream stream = new();
        Span<byte> fields = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteUInt64BigEndian(fields, KeyCheck);
        Token.TryWriteBytes(fields[8..], bigEndian: true, out _);
        BinaryPrimitives.WriteUInt32BigEndian(fields[24..], NextRunId);
        BinaryPrimitives.WriteInt32BigEndian(fields[28..], Runs.Count);
        stream.Write(fields);
        foreach (CommitmentRun run in Runs)
        {
            EncodeRun(run, fields);
            stream.Write(fields);
        }

        FileSeal.EncodeAll(stream, Files);
        return stream.ToArray();
    }

    public static CommitmentManifest Decode(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> head = bytes;
        CommitmentRun[] runs = new CommitmentRun[BinaryPrimitives.ReadInt32BigEndian(head[28..])];
        bytes = bytes[HeadBytes..];
        for (int index = 0; index < runs.Length; index++, bytes = bytes[RunBytes..])
        {
            runs[index] = new CommitmentRun(
                bytes[0],
                bytes[1],
                BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]),
                BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
                BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
                BinaryPrimitives.ReadInt64BigEndian(bytes[24..]));
        }

        return new CommitmentManifest(
            BinaryPrimitives.ReadUInt64BigEndian(head),
            new Guid(head.Slice(8, 16), bigEndian: true),
            BinaryPrimitives.ReadUInt32BigEndian(head[24..]),
            runs,
            FileSeal.DecodeAll(ref bytes));
    }

    private static void EncodeRun(CommitmentRun run, Span<byte> fields)
    {
        fields.Clear();
        fields[0] = run.Tier;
        fields[1] = run.Slot;
        BinaryPrimitives.WriteUInt32BigEndian(fields[4..], run.Id);
        BinaryPrimitives.WriteUInt64BigEndian(fields[8..], run.FirstLeaf);
        BinaryPrimitives.WriteUInt64BigEndian(fields[16..], run.Leaves);
        BinaryPrimitives.WriteInt64BigEndian(fields[24..], run.Address);
    }
}
