using Ledger.Engine;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.World;

/// <summary>Links between nodes that delay, lose, duplicate and reorder frames, and can be cut one way or both.</summary>
/// <remarks>The two lanes are links of their own: what is bulky cannot hold up votes, nor is it ordered with them.</remarks>
public sealed class SimulatedNetwork(SimulatedWorld world, SeededRandom random)
{
    private readonly bool[,] _cut = new bool[world.Options.Validators, world.Options.Validators];
    private readonly long[] _kinds = new long[256];
    private Frame? _last;

    /// <summary>While false, nothing is lost, doubled or late.</summary>
    public bool IsFaulty { get; set; } = true;

    public long Sent { get; private set; }

    /// <summary>How many frames of each kind were sent, for the report of a failure.</summary>
    public string Kinds => string.Join(
        ", ", _kinds.Index().Where(k => k.Item > 0).Select(k => $"{(MessageKind)k.Index} {k.Item}"));

    public bool IsCut(int from, int to) => _cut[from, to];

    public void Cut(int from, int to) => _cut[from, to] = true;

    /// <summary>Joins all links; who can hear whom again is told, as a transport tells it.</summary>
    public void Heal()
    {
        for (int from = 0; from < world.Options.Validators; from++)
        {
            for (int to = 0; to < world.Options.Validators; to++)
            {
                if (_cut[from, to])
                {
                    _cut[from, to] = false;
                    world.Nodes[to].Hear(new EngineInput.PeerConnected(new ValidatorIndex((byte)from)));
                }
            }
        }
    }

    public void Send(int from, int to, TransportLane lane, ReadOnlyMemory<byte> bytes)
    {
        Frame frame = Framed(from, bytes);
        frame.Open(world);
        world.Checkers.Sent(from, frame);
        Sent++;
        _kinds[frame.Bytes.Span[0]]++;
        if (world.Observer?.Sent(frame, to) == false || _cut[from, to] || (IsFaulty && random.Chance(world.Options.LossPermille)))
        {
            return;
        }

        Deliver(frame, to, lane);
        if (IsFaulty && random.Chance(world.Options.DuplicatePermille))
        {
            Deliver(frame, to, lane);
        }
    }

    private void Deliver(Frame frame, int to, TransportLane lane)
    {
        (ulong low, ulong high) = world.IsNear(frame.From.Value, to) ? world.Options.NearDelay : world.Options.FarDelay;
        ulong delay = random.Between(low, high);
        delay += lane == TransportLane.Bulk ? delay / 2 : 0;
        if (IsFaulty && world.Options.StragglerMs > 0 && random.Chance(50))
        {
            delay += random.Between(0, world.Options.StragglerMs);
        }

        world.Clock.After(delay, () => Arrive(frame, to));
    }

    private void Arrive(Frame frame, int to)
    {
        if (!_cut[frame.From.Value, to])
        {
            world.Nodes[to].Receive(frame);
        }
    }

    /// <summary>A broadcast hands over the same array several times: it is one frame.</summary>
    private Frame Framed(int from, ReadOnlyMemory<byte> bytes)
    {
        bool same = _last is { } last && last.From.Value == from && last.Bytes.Equals(bytes);
        return same ? _last! : _last = new Frame(new ValidatorIndex((byte)from), bytes);
    }
}
