using Ledger.Engine;
using Ledger.Protocol.Messages;

namespace Ledger.Simulation.World;

/// <summary>The links between all nodes: two lanes from each to each, that can be cut and clogged one way or both.</summary>
/// <remarks>What is bulky cannot hold up votes, nor is it ordered with them, unless the world has one wire for both.</remarks>
public sealed class SimulatedNetwork
{
    private readonly SimulatedWorld _world;
    private readonly SimulatedLink[,] _votes;
    private readonly SimulatedLink[,] _bulk;
    private readonly long[] _kinds = new long[256];
    private Frame? _last;

    public SimulatedNetwork(SimulatedWorld world, SeededRandom random)
    {
        _world = world;
        int n = world.Options.Nodes;
        _votes = new SimulatedLink[n, n];
        _bulk = new SimulatedLink[n, n];
        ForAll((from, to) =>
        {
            Wire votes = new(world.Options.BytesPerMs);
            Wire bulk = world.Options.LanesShareTheWire ? votes : new Wire(world.Options.BytesPerMs);
            _votes[from, to] = new SimulatedLink(world, from, to, TransportLane.Votes, votes, random.Fork());
            _bulk[from, to] = new SimulatedLink(world, from, to, TransportLane.Bulk, bulk, random.Fork());
        });
    }

    /// <summary>While false, nothing is lost, doubled or late.</summary>
    public bool IsFaulty { get; set; } = true;

    public long Sent { get; private set; }

    public long SentOf(MessageKind kind) => _kinds[(int)kind];

    /// <summary>How many frames of each kind were sent, for the report of a failure.</summary>
    public string Kinds => string.Join(
        ", ", _kinds.Index().Where(k => k.Item > 0).Select(k => $"{(MessageKind)k.Index} {k.Item}"));

    public bool IsCut(int from, int to) => _votes[from, to].IsCut;

    public void Cut(int from, int to)
    {
        _votes[from, to].Cut();
        _bulk[from, to].Cut();
    }

    /// <summary>Cuts every link from one side to the other, and unless it is one-way those back.</summary>
    public void CutApart(bool[] side, bool oneWay) => ForAll((from, to) =>
    {
        if (side[from] != side[to] && (!oneWay || side[from]))
        {
            Cut(from, to);
        }
    });

    /// <summary>Holds everything on the way from one node to another until <see cref="Unclog"/>.</summary>
    public void Clog(int from, int to)
    {
        _votes[from, to].Clog();
        _bulk[from, to].Clog();
    }

    public void Unclog(int from, int to)
    {
        _votes[from, to].Unclog();
        _bulk[from, to].Unclog();
    }

    /// <summary>Joins all links; who can hear whom again is told, as a transport tells it.</summary>
    public void Heal() => ForAll((from, to) =>
    {
        Unclog(from, to);
        _bulk[from, to].Join();
        if (_votes[from, to].Join())
        {
            _world.Nodes[to].Meet(from);
        }
    });

    public void Send(int from, int to, TransportLane lane, ReadOnlyMemory<byte> bytes)
    {
        Frame frame = Framed(from, bytes);
        frame.Open(_world);
        _world.Checkers.Sent(from, frame);
        Sent++;
        _kinds[frame.Bytes.Span[0]]++;
        if (frame.Message is NewView)
        {
            _world.Faults.Opened();
        }

        if (_world.Observer?.Sent(frame, to) == false)
        {
            return;
        }

        (lane == TransportLane.Bulk ? _bulk : _votes)[from, to].Send(frame);
    }

    private void ForAll(Action<int, int> action)
    {
        for (int from = 0; from < _world.Options.Nodes; from++)
        {
            for (int to = 0; to < _world.Options.Nodes; to++)
            {
                action(from, to);
            }
        }
    }

    /// <summary>A broadcast hands over the same array several times: it is one frame.</summary>
    private Frame Framed(int from, ReadOnlyMemory<byte> bytes)
    {
        bool same = _last is { } last && last.From == from && last.Bytes.Equals(bytes);
        return same ? _last! : _last = new Frame(from, bytes);
    }
}
