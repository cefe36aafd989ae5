using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Node.Commands;
using Ledger.Testnet.Network;
using Ledger.Tests.Unit.Commands;
using Ledger.Tests.Unit.Running;

namespace Ledger.Tests.Unit.Telemetry;

/// <summary>What an operator's machines see of a running validator.</summary>
[SupportedOSPlatform("linux")]
public sealed class OperatorFacts : IAsyncLifetime
{
    private LocalNode _node = null!;

    public async Task InitializeAsync() => _node = await LocalNode.MakeAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task A_scrape_of_a_node_that_works_is_one_that_promtool_finds_nothing_wrong_with()
    {
        await _node.StartAsync();
        await AnchorAsync("a document");
        using (LedgerRpcClient client = _node.Client())
        {
            await Assert.ThrowsAsync<LedgerRpcException>(() => client.SubmitAsync(new byte[40], waitForReceipt: false));
        }

        await _node.GetAsync("/v1/nothing-here");
        await _node.ScrapeAsync("ledger_height 1\n");
        (int code, string page) = await _node.GetAsync("/metrics");

        Assert.Equal(200, code);
        Assert.Equal((0, ""), PromTool.Run(page, "check", "metrics"));
        Assert.All(
            new[]
            {
                "ledger_height 1\n", "ledger_blocks_total 1\n", "ledger_anchors_total ", "ledger_ready 1\n",
                "ledger_stall{cause=\"quorum_unreachable\"} 0\n", "ledger_admissions_total{result=\"accepted\"} 1\n",
                "ledger_admissions_total{result=\"malformed\"} 1\n", "ledger_outcomes_total{outcome=\"anchored\"} 1\n",
                "ledger_rpc_calls_total{method=\"ledger.v1.Ledger/Submit\",code=\"MALFORMED\"} 1\n",
                "ledger_rpc_calls_total{method=\"other\",code=\"NOT_FOUND\"} 1\n",
                "ledger_journal_flush_seconds_count ", "ledger_commit_latency_seconds_count 1\n", "ledger_turn_inputs_bucket{le=\"1\"} ",
                "ledger_store_size_bytes{store=\"journal\"} ", "process_open_fds ", "ledger_index_lag_leaves 0\n",
                "ledger_pool_limit_bytes 33554432\n", "ledger_build_info{version=",
            },
            line => Assert.Contains($"\n{line}", page));
    }

    [Fact]
    public async Task Alive_and_ready_say_so_and_a_node_that_drains_is_alive_and_not_ready()
    {
        await _node.StartAsync();
        Assert.Equal(200, (await _node.GetAsync("/healthz")).Code);
        Assert.Equal(200, (await _node.GetAsync("/readyz")).Code);

        await _node.Running!.DrainAsync(TimeSpan.FromSeconds(10));

        (int code, string body) = await _node.GetAsync("/readyz");
        Assert.Equal(503, code);
        Assert.Equal("the node is stopping", JsonDocument.Parse(body).RootElement.GetProperty("reason").GetString());
        Assert.Equal(200, (await _node.GetAsync("/healthz")).Code);
        using LedgerRpcClient client = _node.Client();
        LedgerRpcException refused = await Assert.ThrowsAsync<LedgerRpcException>(
            () => client.SubmitAsync(new byte[40], waitForReceipt: false));
        Assert.Equal((GrpcStatus.Unavailable, "NOT_READY"), (refused.Status, refused.Code));
        StatusResponse status = await client.GetStatusAsync();
        Assert.Equal((false, true), (status.Ready, status.Stopping));
    }

    [Fact]
    public async Task A_collector_is_sent_the_same_names_by_otlp()
    {
        using HttpListener collector = new();
        string address = $"http://127.0.0.1:{FreePorts.Take(1)[0]}/";
        collector.Prefixes.Add(address);
        collector.Start();
        _node.Edit("\"otlpEndpoint\": null", $"\"otlpEndpoint\": \"{address}\"");
        _node.Edit("\"otlpIntervalMs\": 15000", "\"otlpIntervalMs\": 200");
        await _node.StartAsync();

        string body = "";
        for (int i = 0; i < 50 && !body.Contains("ledger_height", StringComparison.Ordinal); i++)
        {
            HttpListenerContext push = await collector.GetContextAsync().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal("/v1/metrics", push.Request.Url!.AbsolutePath);
            Assert.Equal("application/x-protobuf", push.Request.ContentType);
            using MemoryStream bytes = new();
            await push.Request.InputStream.CopyToAsync(bytes);
            body = Encoding.Latin1.GetString(bytes.ToArray());
            push.Response.Close();
        }

        Assert.Contains("ledger_height", body);
        Assert.Contains("ledger_turn_seconds", body);
        Assert.Contains("sz-1", body);
    }

    private async Task AnchorAsync(string content)
    {
        File.WriteAllText(_node.PathOf("document.txt"), content);
        CommandRun run = await CommandRun.OfAsync(
            "anchor", "--node", $"{_node.Grpc}", "--genesis", _node.GenesisPath, "--issuer-key", _node.PathOf("bank/issuer.key"),
            "--issuer", "bank", "--passphrase-file", _node.PathOf("passphrase"), "--document-type", "7", _node.PathOf("document.txt"));
        Assert.True(run.Code == ExitCode.Ok, run.Error);
    }
}
