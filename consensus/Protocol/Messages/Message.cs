using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Messages;

/// <summary>A message whose sender and signatures have been checked: made by ourselves, or by <see cref="MessageOpener"/>.</summary>
public abstract record Message(ValidatorIndex Sender)
{
    public abstract MessageKind Kind { get; }

    /// <summary>The wire form: kind u8, sender u8, then the body.</summary>
    public byte[] Encode()
    {
        WireWriter writer = new();
        writer.U8((byte)Kind).Validator(Sender);
        WriteBody(writer);
        return writer.ToArray();
    }

    protected abstract void WriteBody(WireWriter writer);
}
