using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Checkers;

/// <summary>Whoever signs is a member, and says nothing of an epoch that it left (E2) or whose promises it lost (D2).</summary>
public sealed class EpochOrderChecker(int nodes)
{
    private readonly uint[] _entered = new uint[nodes];

    private readonly uint?[] _lost = new uint?[nodes];

    private readonly uint?[] _lostBefore = new uint?[nodes];

    private readonly uint?[] _ordered = new uint?[nodes];

    public static bool IsSigned(Message message) => message is PrePrepare or Vote or Suspect or ViewChange or NewView;

    public void Entered(int node, Epoch epoch) => _entered[node] = Math.Max(_entered[node], epoch.Value);

    /// <summary>E1: whoever entered an epoch kept the last block of the one before, over every crash.</summary>
    public void Started(int node, Epoch epoch)
        => SimulationFailure.Unless(
            epoch.Value >= _entered[node], $"E1: node {node} entered epoch {_entered[node]}, and after a crash its blocks end in {epoch}");

    /// <summary>Everything that it may have signed is of this epoch or of one before it.</summary>
    public void Wiped(int node) => (_lostBefore[node], _lost[node], _ordered[node]) = (_lost[node], _entered[node], null);

    /// <summary>Its promises were not lost after all.</summary>
    public void Found(int node) => _lost[node] = _lostBefore[node];

    /// <summary>An order lets it sign in the epoch in which the others are (D3).</summary>
    /// <remarks>It may have entered the next one before it lost them: there it is silent.</remarks>
    public void Recovered(int node, Epoch epoch)
    {
        _ordered[node] = epoch.Value;
        _lost[node] = _lost[node] == epoch.Value ? null : _lost[node];
    }

    public void Sent(int node, bool isMember, Message message, Epoch epoch)
    {
        if (!IsSigned(message))
        {
            return;
        }

        SimulationFailure.Unless(isMember, $"E2: node {node} sent a {message.Kind} of epoch {epoch}, of which it is no member");
        bool isOrdered = _ordered[node] == epoch.Value;
        SimulationFailure.Unless(
            isOrdered || epoch.Value >= _entered[node],
            $"E2: node {node} sent a {message.Kind} of epoch {epoch} after it entered {_entered[node]}");
        SimulationFailure.Unless(
            isOrdered || _lost[node] is not { } lost || epoch.Value > lost,
            $"D2: node {node} lost its promises in epoch {_lost[node]} and sent a {message.Kind} of epoch {epoch}");
    }
}
