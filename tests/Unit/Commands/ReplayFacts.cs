using Ledger.Consensus;
using Ledger.Cryptography.Signatures;
using Ledger.Engine.Recorder;
using Ledger.Node.Commands;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Consensus;
using Ledger.Tests.Unit.Protocol;
using Ledger.Tests.Unit.Storage;

namespace Ledger.Tests.Unit.Commands;

/// <summary><c>ledger replay</c>: the same, or the first step that is not.</summary>
public sealed class ReplayFacts : IDisposable
{
    private static readonly TestChain Chain = TestChain.TwoAndTwo;

    private readonly TemporaryFolder _folder = new();

    public ReplayFacts() => File.WriteAllText(PathOf("genesis.json"), GenesisJson.Write(Chain.Genesis));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_tape_of_the_chain_is_the_same()
    {
        CommandRun text = await ReplayAsync(Record());
        CommandRun json = await ReplayAsync(Record(), "--json");

        Assert.Equal((ExitCode.Ok, ""), (text.Code, text.Error));
        Assert.StartsWith("SAME  ", text.Output);
        Assert.Contains("validator-0, heights 0 to 0\n", text.Output);
        Assert.Contains("3 of 3 the same\n", text.Output);
        Assert.Equal(
            ("SAME", 3), (json.Json.GetProperty("verdict").GetString(), json.Json.GetProperty("same").GetInt32()));
    }

    [Fact]
    public async Task The_first_difference_is_named()
    {
        Tape tape = Record();
        TapedStep other = tape.Steps[2] with { Input = new Input.Received(AskOf(1, view: 7)) };

        CommandRun run = await ReplayAsync(tape with { Steps = [tape.Steps[0], tape.Steps[1], other] });

        Assert.Equal((ExitCode.Invalid, ""), (run.Code, run.Error));
        Assert.StartsWith("DIFFERENT  ", run.Output);
        Assert.Contains("at step 3: Received Suspect v7 from validator-1\n", run.Output);
    }

    [Fact]
    public async Task A_file_that_is_no_tape_or_another_chains_is_refused_by_name()
    {
        File.WriteAllBytes(PathOf("a.tape"), [1, 2, 3]);
        CommandRun malformed = await CommandRun.OfAsync("replay", PathOf("a.tape"), "--genesis", PathOf("genesis.json"));
        File.WriteAllText(PathOf("genesis.json"), GenesisJson.Write(new TestChain("SG", "SG", "CN-SZ", "CN-SZ").Genesis));
        CommandRun foreign = await ReplayAsync(Record());

        Assert.Equal((ExitCode.Invalid, ExitCode.Invalid), (malformed.Code, foreign.Code));
        Assert.StartsWith("INVALID_TAPE:Truncated  ", malformed.Output);
        Assert.StartsWith("INVALID_TAPE:WrongChain  ", foreign.Output);
    }

    /// <summary>Validator 0 hears two asks for view 1 and leaves for it.</summary>
    private static Tape Record()
    {
        using Ed25519Signer key = new(Enumerable.Repeat((byte)0, Ed25519Signer.SeedSize).ToArray());
        SignatureTap tap = new(key);
        ChainParameters parameters = Chain.Genesis.Parameters;
        ReplicaOptions options = new(parameters.Window, parameters.BaseTimeoutMs, parameters.TimeoutCapMs);
        ChainHead head = new(Height.Genesis, new Committee().Origin, null);
        Replica replica = new(
            options, Chain.Genesis.Configuration, new ValidatorIndex(0), tap, new DurableState(), head);
        FlightRecorder recorder = new(replica, tap, segmentSteps: 100);
        EffectList effects = new();
        recorder.Step(new Input.Started(), effects);
        recorder.Step(new Input.Received(AskOf(1, view: 1)), effects);
        recorder.Step(new Input.Received(AskOf(2, view: 1)), effects);
        return Tape.Of(recorder, Chain.Genesis.Configuration, new ValidatorIndex(0), follows: false, options.HeartbeatMs);
    }

    private static Suspect AskOf(int by, ulong view)
    {
        SignedStatement said = Chain.Say(by, Suspect.StatementFor(new View(view)));
        return new Suspect(new ValidatorIndex((byte)by), new View(view), said.Signature);
    }

    private Task<CommandRun> ReplayAsync(Tape tape, params string[] more)
    {
        File.WriteAllBytes(PathOf("a.tape"), tape.Encode());
        return CommandRun.OfAsync(["replay", PathOf("a.tape"), "--genesis", PathOf("genesis.json"), .. more]);
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}
