using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Snapshots;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Messages;

/// <summary>Decodes frames without believing them; only <see cref="MessageOpener"/> and a replica's own journal may use it.</summary>
public static class MessageDecoder
{
    /// <summary>Reads a message this validator wrote itself, whose signatures need no second look.</summary>
    public static T? ReadOwn<T>(ReadOnlyMemory<byte> bytes)
        where T : Message
    {
        WireReader reader = new(bytes.Span);
        Message? message = ReadBody((MessageKind)reader.U8(), reader.Validator(), ref reader, bytes);
        return reader.Finish() == DecodeFault.None ? message as T : null;
    }

    /// <summary>Reads a frame of this validator's own.</summary>
    public static Message? ReadOwnFrame(ReadOnlyMemory<byte> frame)
    {
        WireReader reader = new(frame.Span);
        Message? message = ReadFrame(ref reader, frame);
        return reader.Finish() == DecodeFault.None ? message : null;
    }

    /// <summary>Reads a frame, of whatever epoch.</summary>
    internal static Message? ReadFrame(ref WireReader reader, ReadOnlyMemory<byte> whole)
    {
        MessageKind kind = (MessageKind)reader.U8();
        ValidatorIndex sender = reader.Validator();
        reader.Epoch();
        return ReadBody(kind, sender, ref reader, whole);
    }

    private static Message? ReadBody(MessageKind kind, ValidatorIndex sender, ref WireReader reader, ReadOnlyMemory<byte> whole)
        => kind switch
        {
            MessageKind.PrePrepare => new PrePrepare(sender, reader.View(), Block.Read(ref reader), Signature(ref reader)),
            MessageKind.Prepare => ReadVote(ref reader, sender, StatementType.Prepare),
            MessageKind.Commit => ReadVote(ref reader, sender, StatementType.Commit),
            MessageKind.ViewChange => ReadViewChange(ref reader, sender),
            MessageKind.NewView => ReadNewView(ref reader, sender),
            MessageKind.Suspect => new Suspect(sender, reader.View(), Signature(ref reader)),
            MessageKind.Status => new Status(
                sender, reader.View(), reader.Bool(), reader.View(), reader.Height(), reader.Height()),
            MessageKind.FetchBlocks => new FetchBlocks(sender, reader.Height(), reader.Digest()),
            MessageKind.ChainSegment => ReadChainSegment(ref reader, sender),
            MessageKind.FetchBatches => ReadFetchBatches(ref reader, sender),
            MessageKind.Batch => ReadBatch(ref reader, sender, whole),
            MessageKind.FetchSnapshot => new FetchSnapshot(sender, reader.Height()),
            MessageKind.SnapshotOffer => SnapshotOutline.Read(ref reader) is { } outline ? new SnapshotOffer(sender, outline) : null,
            MessageKind.FetchPiece => new FetchPiece(sender, reader.Height(), ReadPiece(ref reader), reader.U64(), reader.U64()),
            MessageKind.SnapshotPiece => ReadSnapshotPiece(ref reader, sender, whole),
            MessageKind.Cosigned => ReadCosigned(ref reader, sender),
            MessageKind.FetchCosigned => ReadFetchCosigned(ref reader, sender),
            _ => null,
        };

    private static Vote ReadVote(ref WireReader reader, ValidatorIndex sender, StatementType type)
    {
        Statement statement = new(
            type, reader.View(), reader.Height(), new BlockId(reader.Digest(), reader.Digest()));
        return new Vote(sender, statement, Signature(ref reader));
    }

    private static ViewChange ReadViewChange(ref WireReader reader, ValidatorIndex sender)
        => new(
            sender,
            reader.View(),
            QuorumCertificate.ReadOptional(ref reader),
            QuorumCertificate.ReadOptional(ref reader),
            Signature(ref reader));

    private static NewView ReadNewView(ref WireReader reader, ValidatorIndex sender)
    {
        View view = reader.View();
        ViewChange[] changes = new ViewChange[reader.Count(ValidatorSet.MaximumSize)];
        for (int i = 0; i < changes.Length; i++)
        {
            changes[i] = ReadViewChange(ref reader, reader.Validator());
        }

        return new NewView(sender, view, changes, Signature(ref reader));
    }

    private static ChainSegment ReadChainSegment(ref WireReader reader, ValidatorIndex sender)
    {
        int count = reader.Count(ChainSegment.MaximumBlocks);
        reader.Require(count > 0, DecodeFault.NotCanonical);
        List<Block> chain = new(count);
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            chain.Add(Block.Read(ref reader));
        }

        return new ChainSegment(sender, chain, QuorumCertificate.ReadOptional(ref reader));
    }

    private static FetchBatches ReadFetchBatches(ref WireReader reader, ValidatorIndex sender)
    {
        Digest[] digests = new Digest[reader.Count(FetchBatches.MaximumDigests)];
        for (int i = 0; i < digests.Length; i++)
        {
            digests[i] = reader.Digest();
        }

        return new FetchBatches(sender, digests);
    }

    private static BatchMessage? ReadBatch(ref WireReader reader, ValidatorIndex sender, ReadOnlyMemory<byte> whole)
    {
        ReadOnlyMemory<byte> bytes = whole[(whole.Length - reader.Remaining)..];
        reader.Take(bytes.Length);
        DecodeFault fault = Batch.TryDecode(bytes, out Batch? batch);
        reader.Require(fault == DecodeFault.None, fault);
        return batch is null ? null : new BatchMessage(sender, batch);
    }

    private static PieceKind ReadPiece(ref WireReader reader)
    {
        PieceKind piece = (PieceKind)reader.U8();
        reader.Require(piece is PieceKind.Blocks or PieceKind.Leaves or PieceKind.Entries, DecodeFault.UnknownKind);
        return piece;
    }

    private static SnapshotPiece ReadSnapshotPiece(ref WireReader reader, ValidatorIndex sender, ReadOnlyMemory<byte> whole)
    {
        Height snapshot = reader.Height();
        PieceKind piece = ReadPiece(ref reader);
        ulong first = reader.U64();
        int length = reader.Block(SnapshotPiece.MaximumBytes).Length;
        int end = whole.Length - reader.Remaining;
        return new SnapshotPiece(sender, snapshot, piece, first, whole[(end - length)..end]);
    }

    private static Cosigned ReadCosigned(ref WireReader reader, ValidatorIndex sender)
    {
        (Height height, ulong time, ulong size) = (reader.Height(), reader.U64(), reader.U64());
        reader.Require(time <= long.MaxValue && size <= long.MaxValue, DecodeFault.NotCanonical);
        TwinCheckpoint checkpoint = new(size, reader.Digest(), reader.Digest());
        return new Cosigned(sender, height, time, checkpoint, reader.Take(Cosigned.SignaturesBytes).ToArray());
    }

    private static FetchCosigned ReadFetchCosigned(ref WireReader reader, ValidatorIndex sender)
    {
        ulong atLeast = reader.U64();
        reader.Require(atLeast <= long.MaxValue, DecodeFault.NotCanonical);
        return new FetchCosigned(sender, atLeast);
    }

    private static byte[] Signature(ref WireReader reader) => reader.Take(SignatureSuites.SignatureSize).ToArray();
}
