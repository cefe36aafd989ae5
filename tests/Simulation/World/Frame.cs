using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Simulation.World;

/// <summary>Bytes on their way, opened once for each epoch however many copies arrive: equal bytes open to equal messages.</summary>
/// <param name="from">The node that sends it.</param>
public sealed class Frame(int from, ReadOnlyMemory<byte> bytes)
{
    private OpenedFrame? _opened;
    private OpenedFrame? _elsewhere;

    public int From { get; } = from;

    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    public ulong Hash { get; } = QuickHash.Of((ulong)from, bytes.Span);

    /// <summary>The epoch it says that it is of.</summary>
    public Epoch Epoch { get; } = new Envelope(default, bytes).Epoch;

    /// <summary>What is in it for those who are in its own epoch; null when it does not open.</summary>
    public Message? Message => _opened?.Message;

    public OpenFault Fault => _opened?.Fault ?? OpenFault.ForeignEpoch;

    /// <summary>Opens it as those of its own epoch do.</summary>
    public void Open(SimulatedWorld world)
    {
        if (_opened is null && world.Epochs.Find(Epoch) is { } own)
        {
            _opened = OpenIn(world, own);
        }
    }

    /// <summary>Opens it as a node that is in <paramref name="epoch"/> does.</summary>
    public OpenedFrame OpenFor(SimulatedWorld world, EpochConfiguration epoch)
        => _opened is not null && _opened.Epoch.Hash == epoch.Hash ? _opened
            : _elsewhere is not null && _elsewhere.Epoch.Hash == epoch.Hash ? _elsewhere
            : _elsewhere = OpenIn(world, epoch);

    /// <summary>Through the real <see cref="MessageOpener"/>, as every node's edge does.</summary>
    private OpenedFrame OpenIn(SimulatedWorld world, EpochConfiguration epoch)
    {
        Envelope envelope = new(world.Epochs.PlaceOf(From, epoch), Bytes);
        OpenFault fault = world.Epochs.OpenerOf(epoch).TryOpen(envelope, out Message? message);
        CheckedBatch? batch = message is BatchMessage carried ? world.Check(carried.Batch) : null;
        return new OpenedFrame(epoch, fault, message, batch);
    }
}

/// <summary>A frame as those of one epoch understand it.</summary>
/// <param name="Batch">The batch of a <see cref="BatchMessage"/>, its signatures checked.</param>
public sealed record OpenedFrame(EpochConfiguration Epoch, OpenFault Fault, Message? Message, CheckedBatch? Batch);
