using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Simulation.Cast;

namespace Ledger.Simulation.World;

/// <summary>The stage of an adversary in a simulated node.</summary>
public sealed class SimulatedStage(SimulatedWorld world, SimulatedNode node, SeededRandom random) : IStage
{
    public Genesis Genesis => world.Genesis;

    public ValidatorIndex Self => new((byte)node.Index);

    public ISigner Signer => world.SignerOf(node);

    public SeededRandom Random => random;

    public ulong NowMs => node.NowMs;

    public LedgerEngine? Engine => node.Engine;

    public void Transmit(ValidatorIndex to, TransportLane lane, ReadOnlyMemory<byte> frame)
        => world.Network.Send(node.Index, to.Value, lane, frame);

    public void Later(ulong delayMs, Action action) => node.Later(delayMs, action);
}
