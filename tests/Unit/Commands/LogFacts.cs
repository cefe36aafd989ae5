using Ledger.Cryptography.Signatures;
using Ledger.Node.Commands;
using Ledger.Protocol.Checkpoints;
using Ledger.Tests.Rpc;
using Ledger.Tests.Unit.Checkpoints;
using Ledger.Tests.Unit.Storage;

namespace Ledger.Tests.Unit.Commands;

/// <summary><c>ledger log</c> against a log over HTTP: mirror, proof, verdict, monitor.</summary>
public sealed class LogFacts : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LogFacts()
    {
        File.WriteAllBytes(PathOf("policy"), PolicyWorld.Of("2+2", "1,1", 1, SuiteId.Ed25519).Encode());
        File.WriteAllBytes(PathOf("sm2"), PolicyWorld.Of("2+2", "1,1", 1, SuiteId.Sm2).Encode());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_proof_of_a_mirror_is_judged_without_the_server()
    {
        MemoryLog log = new(300);
        await using (RpcWorld world = await RpcWorld.StartAsync(log: log))
        {
            CommandRun mirrored = await RunAsync("mirror", $"{world.Http.BaseAddress}", PathOf("mirror"), "--policy", PathOf("policy"));
            Assert.Equal((ExitCode.Ok, ""), (mirrored.Code, mirrored.Error));
            Assert.Contains("leaves       300, 300 of them new", mirrored.Output);
            Assert.Contains("not checked  sm2", mirrored.Output);
        }

        CommandRun made = await RunAsync("proof", PathOf("mirror"), "299", "--policy", PathOf("policy"), "--out", PathOf("a.tlog-proof"));
        CommandRun judged = await RunAsync("verify-proof", PathOf("a.tlog-proof"), "--policy", PathOf("policy"), "--json");

        Assert.Equal((ExitCode.Ok, ""), (made.Code, made.Error));
        Assert.Equal(("VALID", 299ul), (judged.Json.GetProperty("verdict").GetString(), judged.Json.GetProperty("leaf").GetUInt64()));
        Assert.Equal("sm2", judged.Json.GetProperty("not_checked")[0].GetString());
        (await RunAsync("verify-proof", PathOf("a.tlog-proof"), "--policy", PathOf("policy"), "--commitment", new string('0', 64)))
            .Failed(ExitCode.Invalid, "INVALID NO_SUCH_LEAF: ");
    }

    [Fact]
    public async Task A_tampered_proof_or_one_of_too_few_is_invalid()
    {
        MemoryLog log = new(300);
        await using RpcWorld world = await RpcWorld.StartAsync(log: log);
        string url = $"{world.Http.BaseAddress}";
        await RunAsync("proof", url, "7", "--policy", PathOf("policy"), "--out", PathOf("good"));
        string good = File.ReadAllText(PathOf("good"));
        File.WriteAllText(PathOf("moved"), good.Replace("index 7", "index 8", StringComparison.Ordinal));
        File.WriteAllText(PathOf("cut"), good[..^1]);
        log.Signers = [0, 1];
        log.Grow(1);

        (await JudgeAsync("moved")).Failed(ExitCode.Invalid, "INVALID NOT_OF_ROOT: ");
        (await JudgeAsync("cut")).Failed(ExitCode.File, "FILE: ");
        (await RunAsync("proof", url, "7", "--policy", PathOf("policy"), "--out", PathOf("few")))
            .Failed(ExitCode.Invalid, "INVALID NOT_BELIEVED: ");
        Assert.False(File.Exists(PathOf("few")));
    }

    [Fact]
    public async Task The_twin_is_proven_by_sm2_alone_when_its_name_is_given()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(log: new MemoryLog(300));
        string[] trust = ["--policy", PathOf("sm2"), "--origin", LogOrigin.TwinOf(Notes.ChainId)];
        CommandRun made = await RunAsync(["proof", $"{world.Http.BaseAddress}sm3", "7", "--out", PathOf("twin"), .. trust]);

        Assert.Equal((ExitCode.Ok, ""), (made.Code, made.Error));
        Assert.Contains("not checked  ed25519", (await RunAsync(["verify-proof", PathOf("twin"), .. trust])).Output);
        (await RunAsync("verify-proof", PathOf("twin"), "--policy", PathOf("sm2"))).Failed(ExitCode.Usage, "USAGE: ");
    }

    [Fact]
    public async Task A_monitor_keeps_the_evidence_of_a_fork_and_says_so()
    {
        MemoryLog one = new(300);
        MemoryLog other = new(310, seed: 5);
        await using RpcWorld first = await RpcWorld.StartAsync(log: one);
        await using RpcWorld second = await RpcWorld.StartAsync(log: other);
        string[] trust = ["--policy", PathOf("policy"), "--state", PathOf("state")];

        CommandRun seen = await RunAsync(["monitor", $"{first.Http.BaseAddress}", .. trust]);
        CommandRun alarm = await RunAsync(["monitor", $"{first.Http.BaseAddress}", $"{second.Http.BaseAddress}", .. trust]);

        Assert.Equal((ExitCode.Ok, ""), (seen.Code, seen.Error));
        Assert.StartsWith("300 leaves under ", seen.Output);
        alarm.Failed(ExitCode.Invalid, "INVALID FORK: ");
        Assert.Contains("\"fault\": \"FORK\"", File.ReadAllText(PathOf("state.fork.json")));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable_and_plain_http_elsewhere_is_refused()
    {
        (await RunAsync("mirror", "http://127.0.0.1:1", PathOf("m"), "--policy", PathOf("policy")))
            .Failed(ExitCode.Unreachable, "UNREACHABLE: ");
        (await RunAsync("mirror", "http://192.0.2.1:1", PathOf("m"), "--policy", PathOf("policy"))).Failed(ExitCode.Usage, "USAGE: ");
    }

    private Task<CommandRun> JudgeAsync(string name) => RunAsync("verify-proof", PathOf(name), "--policy", PathOf("policy"));

    private static Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync(["log", .. arguments]);

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}
