using Ledger.Protocol.Encoding;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Validators;

namespace Ledger.Consensus;

/// <summary>The pieces that a replica's memory and its recorded inputs are written in.</summary>
public static class MemoryCodec
{
    /// <summary>Longest piece in bytes; far above what the bounds of a replica allow.</summary>
    public const int MaximumBytes = 64 * 1024 * 1024;

    /// <summary>A count that the bytes left can hold, so that no made-up one allocates.</summary>
    public static int Count(ref WireReader reader) => reader.Count(reader.Remaining);

    /// <summary>Those that are not null, each behind its length.</summary>
    public static void WriteMessages(WireWriter writer, IEnumerable<Message?> messages)
    {
        Message[] present = [.. messages.OfType<Message>()];
        writer.U32((uint)present.Length);
        foreach (Message message in present)
        {
            writer.Block(message.Encode());
        }
    }

    /// <summary>Messages of validators of the set: their indexes are used without another look.</summary>
    public static List<T> ReadMessages<T>(ref WireReader reader, ValidatorSet set)
        where T : Message
    {
        List<T> messages = [];
        for (int left = Count(ref reader); left > 0 && !reader.Failed; left--)
        {
            T? message = MessageDecoder.ReadOwn<T>(reader.Block(MaximumBytes).ToArray());
            reader.Require(message is not null && IsOf(set, message), DecodeFault.NotCanonical);
            messages.AddRange(message is null || reader.Failed ? [] : [message]);
        }

        return messages;
    }

    public static bool IsOf(ValidatorSet set, Message message)
        => set.Contains(message.Sender)
            && (message is not NewView opened || opened.ViewChanges.All(change => set.Contains(change.Sender)));

    public static void WriteOptional(WireWriter writer, BlockRef? block)
    {
        writer.Bool(block is not null);
        if (block is { } present)
        {
            writer.Height(present.Height).Digest(present.Hash);
        }
    }

    public static BlockRef? ReadOptional(ref WireReader reader)
        => reader.Bool() ? new BlockRef(reader.Height(), reader.Digest()) : null;
}
