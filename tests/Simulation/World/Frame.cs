using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.World;

/// <summary>Bytes on their way, opened once however many copies arrive: equal bytes open to equal messages.</summary>
public sealed class Frame(ValidatorIndex from, ReadOnlyMemory<byte> bytes)
{
    private bool _opened;

    public ValidatorIndex From { get; } = from;

    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    public ulong Hash { get; } = QuickHash.Of(from.Value, bytes.Span);

    public OpenFault Fault { get; private set; }

    public Message? Message { get; private set; }

    public Epoch Epoch { get; private set; }

    /// <summary>The batch of a <see cref="BatchMessage"/>, its signatures checked.</summary>
    public CheckedBatch? Batch { get; private set; }

    /// <summary>Opens through the real <see cref="MessageOpener"/>, as every node's edge does.</summary>
    public void Open(SimulatedWorld world)
    {
        if (_opened)
        {
            return;
        }

        _opened = true;
        Envelope envelope = new(From, Bytes);
        Epoch = envelope.Epoch;
        Fault = world.Opener.TryOpen(envelope, out Message? message);
        Message = message;
        Batch = message is BatchMessage carried ? world.Check(carried.Batch) : null;
    }
}
