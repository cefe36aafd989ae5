using Ledger.Consensus;
using Ledger.Engine.Recorder;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Consensus;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Fuzz;

/// <summary>Recordings and the memory they begin with: files that somebody may hand to whoever replays them.</summary>
internal static class TapeSamples
{
    private static readonly Committee Four = new();

    private static readonly Block[] Chain = Four.Run(2);

    /// <summary>As many validators as a sample's message may be of.</summary>
    private static ValidatorSet Set { get; } = new Committee(ValidatorSet.MaximumSize).Genesis.Validators;

    public static byte[] Make(TinyRandom random)
    {
        Samples samples = new(random);
        Input[] inputs =
        [
            new Input.Started(),
            new Input.Received(samples.Message((MessageKind)(1 + random.Below(9)))),
            new Input.BlockChecked(random.Digest(), random.Bool()),
            new Input.Proposed(new View(random.U64()), samples.Block()),
            new Input.TimerFired(TimerKind.Heartbeat),
            new Input.WorkHeld(random.Bool()),
            new Input.Starved(),
            new Input.Logged(new Height(random.U64())),
            new Input.PeerConnected(new ValidatorIndex((byte)random.Below(64))),
        ];
        EpochConfiguration epoch = new(
            random.Digest(), new Epoch(random.U32()), new Height(random.U64()), random.Digest(), new ChainParameters(), Set);
        return new Tape(
            epoch, new ValidatorIndex(3), random.Bool(), random.U64(), random.Bytes(random.Below(40)),
            [.. inputs.Select(i => new TapedStep(i, random.List(0, 2, () => random.Bytes(64)), random.Bool(), random.Digest()))]).Encode();
    }

    /// <summary>Of a replica with a proposal, votes, a ViewChange and a view that is not open yet.</summary>
    public static byte[] MakeMemory(TinyRandom random)
    {
        HandDriven replica = new(Four, 0);
        replica.Receive(Four.Propose(0, Chain[0]), Four.Prepare(1, 0, Chain[0]), Four.Prepare(2, 0, Chain[0]));
        replica.Receive(Four.Commit(1, 0, Chain[0]), Four.Propose(0, Chain[1]));
        replica.Receive(Four.Leave(3, 1, prepared: Four.Certify(StatementType.Prepare, 0, Chain[0])), Four.Prepare(2, 1, Chain[1]));
        replica.Receive(random.Bool() ? Four.Ask(2, 1) : Four.Leave(2, 1));
        return replica.Replica.Remember();
    }

    public static byte[]? RecodeMemory(byte[] bytes)
        => Replica.Recall(
            new ReplicaOptions(), Four.Genesis.Configuration, Committee.At(0), Four.SignerOf(0), bytes)?.Remember();
}
