using Ledger.Consensus;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Validators;

namespace Ledger.Engine.Recorder;

/// <summary>Inputs of a replica as bytes: kind u8, then what it holds.</summary>
public static class InputCodec
{
    public static void Write(WireWriter writer, Input input)
    {
        switch (input)
        {
            case Input.Started:
                writer.U8(1);
                break;
            case Input.Received i:
                writer.U8(2).Block(i.Message.Encode());
                break;
            case Input.BlockChecked i:
                writer.U8(3).Digest(i.Hash).Bool(i.Valid);
                break;
            case Input.Proposed i:
                i.Block.Write(writer.U8(4).View(i.View));
                break;
            case Input.TimerFired i:
                writer.U8(5).U8((byte)i.Kind);
                break;
            case Input.WorkHeld i:
                writer.U8(6).Bool(i.Held);
                break;
            case Input.Starved:
                writer.U8(7);
                break;
            case Input.Logged i:
                writer.U8(8).Height(i.Height);
                break;
            case Input.PeerConnected i:
                writer.U8(9).Validator(i.Peer);
                break;
            case Input.Ordered i:
                writer.U8(10).View(i.View);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input, "No such input.");
        }
    }

    public static Input? Read(ref WireReader reader, ValidatorSet set)
    {
        switch (reader.U8())
        {
            case 1:
                return new Input.Started();
            case 2:
                Message? message = MessageDecoder.ReadOwn<Message>(reader.Block(MemoryCodec.MaximumBytes).ToArray());
                reader.Require(message is not null && (message.Sender.IsGuest || MemoryCodec.IsOf(set, message)), DecodeFault.NotCanonical);
                return reader.Failed ? null : new Input.Received(message!);
            case 3:
                return new Input.BlockChecked(reader.Digest(), reader.Bool());
            case 4:
                return new Input.Proposed(reader.View(), Block.Read(ref reader));
            case 5:
                return new Input.TimerFired((TimerKind)reader.U8());
            case 6:
                return new Input.WorkHeld(reader.Bool());
            case 7:
                return new Input.Starved();
            case 8:
                return new Input.Logged(reader.Height());
            case 9:
                return new Input.PeerConnected(reader.Validator());
            case 10:
                return new Input.Ordered(reader.View());
            default:
                reader.Fail(DecodeFault.UnknownKind);
                return null;
        }
    }
}
