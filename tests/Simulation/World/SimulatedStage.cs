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

    public ValidatorIndex Self => world.Epochs.PlaceOf(node.Index, Epoch);

    public ISigner Signer => world.SignerOf(node, Epoch);

    public CosigningSigners? Cosigners => world.CosignersOf(node.Index);

    public SeededRandom Random => random;

    public ulong NowMs => node.NowMs;

    public LedgerEngine? Engine => node.Engine;

    public void Transmit(ValidatorIndex to, TransportLane lane, ReadOnlyMemory<byte> frame)
        => node.Transmit(to, lane, frame);

    public void Later(ulong delayMs, Action action) => node.Later(delayMs, action);

    private EpochConfiguration Epoch => node.Engine?.Epoch ?? world.Genesis.Configuration;
}
