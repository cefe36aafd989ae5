using Ledger.Engine;

namespace Ledger.Simulation.World;

/// <summary>One lane from one node to another: it delays, loses, doubles and reorders frames, and can be cut or clogged.</summary>
/// <remarks>
/// Its chance is its own, so that what one lane carries changes nothing on another. Its wire takes one frame after the
/// other, <see cref="SimulationOptions.BytesPerMs"/> a millisecond, counted in bytes so that nothing is lost in rounding.
/// </remarks>
public sealed class SimulatedLink(SimulatedWorld world, int from, int to, TransportLane lane, Wire wire, SeededRandom random)
{
    private readonly Queue<Frame> _clogged = new();

    public bool IsCut { get; private set; }

    /// <summary>While true, what arrives is held back.</summary>
    public bool IsClogged { get; private set; }

    public void Cut() => IsCut = true;

    /// <summary>True when it was cut.</summary>
    public bool Join()
    {
        bool wasCut = IsCut;
        IsCut = false;
        return wasCut;
    }

    public void Clog() => IsClogged = true;

    /// <summary>Lets go of everything held back, in order.</summary>
    public void Unclog()
    {
        IsClogged = false;
        while (_clogged.TryDequeue(out Frame? frame))
        {
            world.Clock.After(0, () => Arrive(frame));
        }
    }

    public void Send(Frame frame)
    {
        if (IsCut || Happens(FaultKind.Loss, world.Options.LossPermille))
        {
            return;
        }

        Deliver(frame);
        if (Happens(FaultKind.Duplicate, world.Options.DuplicatePermille))
        {
            Deliver(frame);
        }
    }

    private void Deliver(Frame frame)
    {
        (ulong low, ulong high) = world.Options.Delays[world.RegionOf(from), world.RegionOf(to)];
        ulong delay = random.Between(low, high);
        delay += lane == TransportLane.Bulk ? delay / 2 : 0;
        if (world.Options.StragglerMs > 0 && Happens(FaultKind.Straggler, 50))
        {
            delay += random.Between(0, world.Options.StragglerMs);
        }

        world.Clock.At(wire.Take(frame.Bytes.Length, world.Clock.NowMs) + delay, () => Arrive(frame));
    }

    private void Arrive(Frame frame)
    {
        if (IsClogged)
        {
            _clogged.Enqueue(frame);
        }
        else if (!IsCut)
        {
            world.Nodes[to].Receive(frame);
        }
    }

    private bool Happens(FaultKind fault, int permille)
    {
        bool happens = world.Network.IsFaulty && random.Chance(permille);
        if (happens)
        {
            world.Coverage.Injected(fault);
        }

        return happens;
    }
}

/// <summary>Carries so many bytes in a millisecond, one frame after the other; 0 for any amount at once.</summary>
public sealed class Wire(ulong bytesPerMs)
{
    private ulong _freeAt;

    /// <summary>When the last byte of a frame handed over now has left, in milliseconds.</summary>
    public ulong Take(int bytes, ulong nowMs)
    {
        if (bytesPerMs == 0)
        {
            return nowMs;
        }

        _freeAt = Math.Max(_freeAt, nowMs * bytesPerMs) + (ulong)bytes;
        return (_freeAt + bytesPerMs - 1) / bytesPerMs;
    }
}
