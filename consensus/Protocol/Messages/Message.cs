using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Messages;

/// <summary>A message whose sender and signatures have been checked: made by ourselves, or by <see cref="MessageOpener"/>.</summary>
public abstract record Message(ValidatorIndex Sender)
{
    public abstract MessageKind Kind { get; }

    /// <summary>The form in a journal or a tape, whose epoch stands elsewhere: kind u8, sender u8, then the body.</summary>
    public byte[] Encode()
    {
        WireWriter writer = new();
        writer.U8((byte)Kind).Validator(Sender);
        WriteBody(writer);
        return writer.ToArray();
    }

    /// <summary>The form on the wire: kind u8, sender u8, epoch u32, then the body. The sender is one of that epoch's set.</summary>
    public byte[] ToFrame(Epoch epoch)
    {
        WireWriter writer = new();
        writer.U8((byte)Kind).Validator(Sender).Epoch(epoch);
        WriteBody(writer);
        return writer.ToArray();
    }

    protected abstract void WriteBody(WireWriter writer);
}
