using System.Reflection;
using Ledger.Consensus;
using Ledger.Cryptography.Signatures;
using Ledger.Engine.Recorder;
using Ledger.Protocol;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>A tape runs again to the same effects, without the key; one that was altered names its first difference.</summary>
public sealed class RecorderTests
{
    private const ulong HeartbeatMs = 250;

    private static readonly Committee Four = new();

    private static readonly Block[] Chain = Four.Run(4);

    private static readonly Block Rival = Four.Child(Four.Origin.Sha256, 1, salt: 9);

    private static readonly QuorumCertificate Prepared = Four.Certify(StatementType.Prepare, 0, Chain[0]);

    /// <summary>A block up to its certificate, a view change over it, the same block and the next in the new view.</summary>
    private static readonly Input[] Life =
    [
        new Input.Started(),
        new Input.PeerConnected(Committee.At(1)),
        new Input.WorkHeld(true),
        .. Received(Four.Propose(0, Chain[0])),
        new Input.BlockChecked(Chain[0].Hash, true),
        .. Received(Four.Prepare(1, 0, Chain[0]), Four.Prepare(2, 0, Chain[0]), Four.Prepare(3, 0, Chain[0])),
        .. Received(Four.Prepare(3, 1, Chain[0]), Four.Ask(3, 1)),
        new Input.TimerFired(TimerKind.Progress),
        .. Received(Four.Leave(1, 1, prepared: Prepared), Four.Leave(2, 1), Four.Leave(3, 1)),
        .. Received(Four.Open(1, Four.Leave(1, 1, prepared: Prepared), Four.Leave(2, 1), Four.Leave(3, 1))),
        .. Received(Four.Propose(1, Chain[0]), Four.Propose(1, Chain[1])),
        new Input.BlockChecked(Chain[1].Hash, true),
        .. Received(Four.Commit(1, 1, Chain[0]), Four.Commit(2, 1, Chain[0]), Four.Commit(3, 1, Chain[0])),
        new Input.Logged(new Height(1)),
        new Input.Starved(),
        .. Received(Four.Prepare(2, 1, Rival)),
        new Input.TimerFired(TimerKind.Heartbeat),
    ];

    [Fact]
    public void A_life_replays_to_the_same_effects_from_its_bytes()
    {
        FlightRecorder recorder = Record(self: 0, Life);

        Tape tape = ThroughBytes(TapeOf(recorder));
        ReplayReport report = Replay.Run(tape, Four.Genesis)!;

        Assert.Equal((Life.Length, Life.Length, true), (report.Steps, report.Same, report.IsSame));
        Assert.Equal((new Height(0), new Height(1)), (report.From, report.To));
        Assert.True(tape.Steps.Sum(s => s.Signatures.Count) >= 4, "a life has a Prepare, a Commit, a Suspect and a ViewChange");
    }

    /// <summary>Wherever the tape begins, what the replica had in mind there is all that it needs.</summary>
    [Fact]
    public void Every_step_is_a_good_beginning()
    {
        for (int begin = 1; begin < Life.Length; begin++)
        {
            FlightRecorder recorder = Record(self: 0, Life, segmentSteps: begin);

            Assert.True(Replay.Run(ThroughBytes(TapeOf(recorder)), Four.Genesis)!.IsSame, $"segments of {begin} steps");
        }
    }

    [Fact]
    public void An_input_that_was_altered_is_the_first_difference()
    {
        Tape tape = TapeOf(Record(self: 0, Life));
        int at = Array.FindIndex(Life, i => i is Input.Received { Message: PrePrepare });
        TapedStep[] steps = [.. tape.Steps];
        steps[at] = steps[at] with { Input = new Input.Received(Four.Propose(0, Rival)) };

        ReplayReport report = Replay.Run(ThroughBytes(tape with { Steps = steps }), Four.Genesis)!;

        Assert.Equal(at, report.Same);
        Input.Received difference = Assert.IsType<Input.Received>(report.Difference);
        Assert.Equal(Rival.Hash, Assert.IsType<PrePrepare>(difference.Message).Block.Hash);
    }

    [Fact]
    public void A_signature_that_nobody_asks_for_again_is_a_difference()
    {
        Tape tape = TapeOf(Record(self: 0, Life));
        TapedStep[] steps = [.. tape.Steps];
        steps[1] = steps[1] with { Signatures = [new byte[SignatureSuites.SignatureSize]] };

        Assert.Equal(1, Replay.Run(tape with { Steps = steps }, Four.Genesis)!.Same);
    }

    [Fact]
    public void A_broken_invariant_is_on_the_tape_and_breaks_again()
    {
        Input[] life =
        [
            .. Received(Four.Propose(0, Chain[0]), Four.Commit(1, 0, Chain[0]), Four.Commit(2, 0, Chain[0])),
            .. Received(Four.Commit(3, 0, Chain[0])),
        ];
        FlightRecorder recorder = Record(self: 0, life);
        Assert.Throws<InvariantBroken>(() => recorder.Step(new Input.BlockChecked(Chain[0].Hash, false), new EffectList()));

        ReplayReport report = Replay.Run(ThroughBytes(TapeOf(recorder)), Four.Genesis)!;

        Assert.Equal((life.Length + 1, true), (report.Same, report.IsSame));
        Assert.Contains("a block that a quorum committed executes", report.Halt);
    }

    [Fact]
    public void However_long_a_node_runs_two_segments_are_kept_and_replay()
    {
        (Replica replica, SignatureTap tap) = Make(self: 0);
        FlightRecorder recorder = new(replica, tap, segmentSteps: 100);
        EffectList effects = new();
        for (int i = 0; i < 10_000; i++)
        {
            recorder.Step(i % 50 == 0 ? new Input.TimerFired(TimerKind.Progress) : new Input.TimerFired(TimerKind.Heartbeat), effects);
            effects.Clear();
            Assert.InRange(recorder.Count, 1, 200);
        }

        Assert.InRange(recorder.Weight, 0, 2 * FlightRecorder.SegmentBytes);
        ReplayReport report = Replay.Run(TapeOf(recorder), Four.Genesis)!;
        Assert.Equal((200, true), (report.Same, report.IsSame));
    }

    [Fact]
    public void Messages_that_weigh_much_end_a_segment_early()
    {
        (Replica replica, SignatureTap tap) = Make(self: 0);
        FlightRecorder recorder = new(replica, tap, segmentSteps: 1_000_000);
        EffectList effects = new();
        ChainSegment heavy = new(Committee.At(1), Four.Run(ChainSegment.MaximumBlocks), null);
        for (int i = 0; i < 1_000; i++)
        {
            recorder.Step(new Input.Received(heavy), effects);
            effects.Clear();
        }

        Assert.InRange(recorder.Weight, FlightRecorder.SegmentBytes, 2 * (FlightRecorder.SegmentBytes + (1 << 17)));
    }

    [Fact]
    public void A_tape_of_another_chain_and_bytes_that_are_none_are_refused()
    {
        Tape tape = TapeOf(Record(self: 0, Life));
        byte[] bytes = tape.Encode();

        Assert.Null(Replay.Run(tape, new Committee(7).Genesis));
        Assert.Null(Replay.Run(tape with { Memory = tape.Memory[..^1] }, Four.Genesis));
        Assert.Equal(DecodeFault.TrailingBytes, Tape.TryDecode([.. bytes, 0], out _));
        Assert.Equal(DecodeFault.Truncated, Tape.TryDecode(bytes[..^1], out _));
        Assert.Equal(DecodeFault.UnknownKind, Tape.TryDecode([1, .. bytes[1..]], out _));
    }

    /// <summary>A field that is not remembered would make a tape lie: whoever adds one teaches <c>Remember</c> about it.</summary>
    [Fact]
    public void Every_field_of_a_replica_is_remembered_or_given()
    {
        string[] given = ["_options", "_epoch", "_set", "_context", "_self", "_signer"];
        string[] remembered =
        [
            "<Head>k__BackingField", "<IsOver>k__BackingField", "_durable", "_logged", "_view", "_participating", "_base",
            "_newView", "_mayPropose", "_tip", "_decided", "_workHeld", "_timerRunning", "_progress", "_resumedWaiting",
            "_timeout", "_asks", "_tree", "_votes", "_proposals", "_prepares", "_commits", "_lastCommits", "_held",
            "_certified", "_commitCertificates", "_wanted", "_askedPeers",
        ];

        Assert.Equal(
            [.. given.Concat(remembered).Order(StringComparer.Ordinal)],
            typeof(Replica).GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
                .Select(f => f.Name).Order(StringComparer.Ordinal));
    }

    private static FlightRecorder Record(int self, Input[] life, int segmentSteps = 1_000)
    {
        (Replica replica, SignatureTap tap) = Make(self);
        FlightRecorder recorder = new(replica, tap, segmentSteps);
        EffectList effects = new();
        Array.ForEach(life, input => recorder.Step(input, effects));
        return recorder;
    }

    private static (Replica Replica, SignatureTap Tap) Make(int self)
    {
        SignatureTap tap = new(Four.SignerOf(self));
        ReplicaOptions options = new(
            Four.Genesis.Parameters.Window, Four.Genesis.Parameters.BaseTimeoutMs, Four.Genesis.Parameters.TimeoutCapMs, HeartbeatMs);
        ChainHead head = new(Height.Genesis, Four.Origin, null);
        return (new Replica(options, Four.Genesis.Configuration, Committee.At(self), tap, new DurableState(), head), tap);
    }

    private static Tape TapeOf(FlightRecorder recorder)
        => Tape.Of(recorder, Four.Genesis.Configuration, Committee.At(0), follows: false, HeartbeatMs);

    private static Tape ThroughBytes(Tape tape)
    {
        Assert.Equal(DecodeFault.None, Tape.TryDecode(tape.Encode(), out Tape? read));
        return read!;
    }

    private static IEnumerable<Input> Received(params Message[] messages) => messages.Select(m => new Input.Received(m));
}
