using System.Text.Json;
using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.Light;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Node.Commands;
using Ledger.Node.Rpc;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;
using Ledger.Tests.Rpc;
using Ledger.Tests.Unit.Commands;
using Ledger.Tests.Unit.Protocol;
using Ledger.Tests.Unit.Storage;

namespace Ledger.Tests.Unit.Client;

/// <summary>A light client follows headers over set changes, and refuses by name whatever is not final or not one chain.</summary>
public sealed class LightFacts : IAsyncLifetime
{
    private static readonly EpochChain Chain = new(3);

    private readonly TemporaryFolder _folder = new();
    private readonly LightGateway _node = new(Chain);
    private readonly RpcServer _server;
    private NodeRing? _nodes;

    public LightFacts() => _server = new RpcServer(_node, RpcWorld.Loopback);

    public async Task InitializeAsync()
    {
        await _server.StartAsync();
        _nodes = new NodeRing([new Uri($"http://{_server.GrpcEndPoint}")]);
    }

    public async Task DisposeAsync()
    {
        _nodes?.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_begins_at_the_newest_header_and_follows_every_one_after_it_over_set_changes()
    {
        _node.Height = 17;
        LightClient client = Begin();
        Assert.Equal([15UL], Heights(await AdvanceAsync(client)));

        _node.Height = 20;
        Assert.Equal([16UL, 17, 18, 19, 20], Heights(await AdvanceAsync(client)));
        Assert.Empty(await AdvanceAsync(client)); // no block is of the next epoch yet
        _node.Height = LightGateway.LastHeight;
        Assert.Equal(Enumerable.Range(21, 40).Select(h => (ulong)h), Heights(await FollowAsync(client)));
        Assert.Equal(2U, client.State.Epoch.Number.Value);
        Assert.Equal(_node[60].ComputeId(), client.State.Last!.ComputeId());
    }

    [Fact]
    public async Task It_goes_on_from_what_it_kept_and_from_a_pin()
    {
        _node.Height = 25;
        LightClient first = Begin();
        await AdvanceAsync(first);
        byte[] kept = new LightFile(first.State).Encode();
        Assert.Equal(DecodeFault.None, LightFile.TryDecode(kept, out LightFile? file));
        _node.Height = LightGateway.LastHeight;

        Assert.Equal(35, (await FollowAsync(Begin(file!.State))).Count);
        HistoryProblem problem = EpochHistory.FromPinned(
            Chain.Genesis, Chain[2].Configuration.Hash, Chain.Links, TestChain.Suites, out EpochHistory? pinned);
        Assert.True(problem.IsNone);
        Assert.Equal([60UL], Heights(await AdvanceAsync(new LightClient(_nodes!, pinned!, TestChain.Suites))));
    }

    [Theory]
    [InlineData(0b0011UL, LightFault.QuorumMissing)]
    [InlineData(0b1_0111UL, LightFault.UnknownSigner)]
    public async Task A_certificate_of_others_than_a_quorum_is_refused(ulong signers, LightFault fault)
    {
        _node.Signers = signers;

        Assert.Equal(fault, (await RefusedAsync(Begin())).Fault);
    }

    [Fact]
    public void A_certificate_of_one_region_alone_is_refused()
    {
        TestChain oneSided = new("CN-SZ", "CN-SZ", "CN-SZ", "SG");
        BlockHeader header = oneSided.MakeReceipt().Header;

        Assert.Equal(LightFault.RegionMissing, Judge(oneSided, header, 0b0111));
        Assert.Equal(LightFault.None, Judge(oneSided, header, 0b1011));

        static LightFault Judge(TestChain chain, BlockHeader header, ulong signers)
            => HeaderJudge.Judge(new HeaderRun([header], chain.Certify(header, signers)), chain.Configuration, TestChain.Suites);
    }

    public static TheoryData<string, LightFault> Twins => new()
    {
        { "chain", LightFault.WrongChain },
        { "epoch", LightFault.WrongEpoch },
        { "configuration", LightFault.WrongEpoch },
        { "gap", LightFault.Gap },
        { "late", LightFault.Gap },
        { "parent", LightFault.BrokenParent },
        { "time", LightFault.GoesBack },
        { "log", LightFault.GoesBack },
        { "certificate", LightFault.CertificateNotOfHeader },
        { "signature", LightFault.BadSignature },
        { "prepare", LightFault.CertificateNotOfHeader },
        { "bytes", LightFault.Malformed },
    };

    [Theory]
    [MemberData(nameof(Twins))]
    public async Task A_tampered_twin_of_a_good_answer_is_refused_and_nothing_is_believed_of_it(string twin, LightFault fault)
    {
        _node.Height = 10;
        LightClient client = Begin();
        await AdvanceAsync(client);
        LightState before = client.State;
        _node.Height = 15;
        _node.Twist = answer => Tampered(answer, twin);

        Assert.Equal(fault, (await RefusedAsync(client)).Fault);
        Assert.Same(before, client.State);
        _node.Twist = null;
        Assert.Equal([11UL, 12, 13, 14, 15], Heights(await AdvanceAsync(client)));
    }

    [Theory]
    [InlineData(15, 15)]
    [InlineData(15, 12)]
    [InlineData(15, 60)]
    public async Task Another_final_chain_is_a_fork_and_its_evidence_is_kept(ulong followed, ulong thenAt)
    {
        _node.Height = followed;
        LightClient client = Begin();
        await AdvanceAsync(client);
        _node.Fork(from: 11);
        _node.Height = Math.Max(followed, thenAt);

        LightException fork = await RefusedAsync(client);

        Assert.Equal(LightFault.Fork, fork.Fault);
        Assert.Equal(DecodeFault.None, LightFile.TryDecode(fork.Evidence!.Encode(), out LightFile? kept));
        Assert.NotEqual(kept!.State.Last!.ComputeId(), kept.Contradiction!.First.ComputeId());
        Assert.Equal(LightFault.None, HeaderJudge.Judge(kept.State.Head!, kept.State.Epoch, TestChain.Suites));
        Assert.Equal(LightFault.None, HeaderJudge.Judge(kept.Contradiction, kept.State.Epoch, TestChain.Suites));
    }

    [Fact]
    public async Task A_fork_behind_the_end_of_an_epoch_is_one_too()
    {
        _node.Height = 20;
        LightClient client = Begin();
        await AdvanceAsync(client);
        _node.Fork(from: 20);
        _node.Height = 30;

        Assert.Equal(LightFault.Fork, (await RefusedAsync(client)).Fault);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(20)]
    public async Task A_node_that_is_behind_what_was_final_is_a_rollback(ulong followed)
    {
        _node.Height = followed;
        LightClient client = Begin();
        await AdvanceAsync(client);
        _node.Height = 10;

        LightException rollback = await RefusedAsync(client);

        Assert.Equal(LightFault.Rollback, rollback.Fault);
        Assert.Equal(10UL, rollback.Evidence!.Contradiction!.Last.Height.Value);
    }

    [Fact]
    public async Task The_command_prints_a_line_for_each_header_and_remembers_and_keeps_evidence()
    {
        File.WriteAllText(PathOf("genesis.json"), GenesisJson.Write(Chain.Genesis));
        _node.Height = 15;
        CommandRun first = await LightAsync("--json");
        Assert.Equal(ExitCode.Ok, first.Code);
        JsonElement line = JsonDocument.Parse(first.Output).RootElement;
        Assert.Equal((15UL, $"{_node[15].LogRoot}"), (line.GetProperty("height").GetUInt64(), line.GetProperty("log_root").GetString()));

        _node.Height = 25;
        Assert.Equal(10, (await LightAsync()).Output.Count(c => c == '\n'));
        _node.Fork(from: 25);
        CommandRun fork = await LightAsync();
        fork.Failed(ExitCode.Invalid, "INVALID FORK: ");
        Assert.True(File.Exists(PathOf("state.fork-25")));

        File.WriteAllText(PathOf("genesis.json"), GenesisJson.Write(TestChain.TwoAndTwo.Genesis));
        (await LightAsync()).Failed(ExitCode.Invalid, "INVALID OTHER_TRUST: ");
        (await LightAsync("--pin", $"{Sha256.Hash("old"u8)}")).Failed(ExitCode.Invalid, "INVALID BAD_HISTORY: ");
    }

    private static GetHeadersResponse Tampered(GetHeadersResponse answer, string twin)
    {
        BlockHeader[] headers = [.. answer.Headers.Select(Decode)];
        BlockHeader[] changed = twin switch
        {
            "chain" => [.. headers.Select(h => h with { ChainId = default })],
            "epoch" => [.. headers.Select(h => h with { Epoch = new Epoch(1) })],
            "configuration" => [.. headers.Select(h => h with { ConfigurationHash = default })],
            "gap" => [headers[0], .. headers[2..]],
            "late" => headers[2..],
            "parent" => [headers[0], headers[1] with { Parent = default }, .. headers[2..]],
            "time" => Child(headers, h => h with { TimeMs = headers[0].TimeMs }),
            "log" => Child(headers, h => h with { LogSize = 0 }),
            _ => headers,
        };
        byte[] certificate = Chain[0].Certify(twin == "certificate" ? headers[0] : changed[^1]).Encode();
        certificate = twin == "prepare"
            ? Chain[0].Certify(changed[^1], type: Ledger.Protocol.Certificates.StatementType.Prepare).Encode()
            : certificate;
        certificate[^1] ^= (byte)(twin == "signature" ? 1 : 0);
        GetHeadersResponse other = new() { Height = answer.Height, Certificate = ByteString.CopyFrom(certificate) };
        other.Headers.Add(changed.Select(h => ByteString.CopyFrom(twin == "bytes" ? h.Encode()[1..] : h.Encode())));
        return other;
    }

    /// <summary>The second header changed, alone at the end, so that no parent hash shows it.</summary>
    private static BlockHeader[] Child(BlockHeader[] headers, Func<BlockHeader, BlockHeader> change) => [headers[0], change(headers[1])];

    private static BlockHeader Decode(ByteString bytes)
    {
        WireReader reader = new(bytes.Span);
        return BlockHeader.Read(ref reader);
    }

    private static IEnumerable<ulong> Heights(IEnumerable<BlockHeader> headers) => headers.Select(h => h.Height.Value);

    private LightClient Begin(LightState? known = null) => new(_nodes!, Chain.Genesis, TestChain.Suites, known);

    private static Task<IReadOnlyList<BlockHeader>> AdvanceAsync(LightClient client)
        => client.AdvanceAsync(Deadline.After(RpcWorld.Patience));

    private static async Task<IReadOnlyList<BlockHeader>> FollowAsync(LightClient client)
    {
        List<BlockHeader> all = [];
        for (int before = -1; all.Count > before;)
        {
            before = all.Count;
            all.AddRange(await AdvanceAsync(client));
        }

        return all;
    }

    private static Task<LightException> RefusedAsync(LightClient client)
        => Assert.ThrowsAsync<LightException>(() => AdvanceAsync(client));

    private Task<CommandRun> LightAsync(params string[] more)
        => CommandRun.OfAsync([
            "light", "--genesis", PathOf("genesis.json"), "--node", $"http://{_server.GrpcEndPoint}", "--state", PathOf("state"), .. more]);

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}
