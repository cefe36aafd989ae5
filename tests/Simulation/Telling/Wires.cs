using Ledger.Simulation.World;

namespace Ledger.Simulation.Telling;

/// <summary>What the script keeps from arriving, for good or until it lets it go.</summary>
public sealed class Wires(SimulatedWorld world, Labels labels)
{
    private readonly List<(FramePattern Pattern, Fate Fate)> _rules = [];
    private readonly List<(Frame Frame, int To)> _held = [];

    public void Keep(FramePattern pattern, Fate fate) => _rules.Add((pattern, fate));

    /// <summary>The newest rule about a frame decides.</summary>
    public Fate Judge(Frame frame, int to)
    {
        Fate fate = _rules.LastOrDefault(r => r.Pattern.Matches(frame, to, labels), (null!, Fate.Sent)).Fate;
        if (fate == Fate.Held)
        {
            _held.Add((frame, to));
        }

        return world.Network.IsCut(frame.From, to) ? Fate.Lost : fate;
    }

    /// <summary>From now on such frames pass, and the held ones arrive at once, in the order they were sent.</summary>
    public void Release(FramePattern pattern)
    {
        _rules.Add((pattern, Fate.Sent));
        foreach ((Frame frame, int to) in _held.Where(h => pattern.Matches(h.Frame, h.To, labels)).ToArray())
        {
            _held.Remove((frame, to));
            world.Nodes[to].Receive(frame);
        }
    }
}
