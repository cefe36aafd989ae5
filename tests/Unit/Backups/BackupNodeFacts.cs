using System.Net;
using System.Runtime.Versioning;
using System.Text.Json;
using Ledger.Client;
using Ledger.Client.Errors;
using Ledger.Client.V1;
using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Engine.Backups;
using Ledger.Node.Backups;
using Ledger.Node.Commands;
using Ledger.Node.Configuration;
using Ledger.Node.Rpc;
using Ledger.Node.Rpc.Edge;
using Ledger.Node.Rpc.Grpc;
using Ledger.Node.Running;
using Ledger.Protocol.Validators;
using Ledger.Storage;
using Ledger.Tests.Unit.Commands;
using Ledger.Tests.Unit.Engine;
using Ledger.Tests.Unit.Running;
using Microsoft.AspNetCore.Http;

namespace Ledger.Tests.Unit.Backups;

/// <summary><c>ledger backup</c> of a running node, and <c>ledger restore</c> into a data directory, by their commands.</summary>
[SupportedOSPlatform("linux")]
public sealed class BackupNodeFacts
{
    [Fact]
    public async Task A_running_node_is_backed_up_and_restored_by_commands()
    {
        await using LocalNode node = await LocalNode.MakeAsync();
        await node.StartAsync();
        await AnchorAsync(node, "one");
        await AnchorAsync(node, "two");
        string[] config = ["--config", node.ConfigurationPath];
        string file = node.PathOf("backup");

        JsonElement made = (await SucceedAsync(["backup", .. config, "--out", file, "--json"])).Json;
        ulong height = made.GetProperty("height").GetUInt64();
        Assert.True(height >= 2);
        Assert.Equal(0, made.GetProperty("body_horizon").GetInt32());
        Assert.Equal(["backup"], Directory.GetFiles(node.Folder, "backup*").Select(Path.GetFileName));
        Assert.Contains("with all transactions", (await SucceedAsync(["backup", .. config, "--check", file])).Output);
        (await CommandRun.OfAsync(["backup", .. config, "--out", file])).Failed(ExitCode.File, "FILE: ");
        await RefusesStrangersAsync(node);
        await node.StopAsync();

        (await CommandRun.OfAsync(["restore", .. config, "--in", file])).Failed(ExitCode.Storage, "STORAGE FileExists: ");
        Directory.Delete(DataOf(node), recursive: true);
        await DamageIsTakenBackAsync(node, file);
        LeaveUnfinished(node, file);
        StorageFaultException cut = Assert.Throws<StorageFaultException>(() => DirectoryOf(node).Take());
        Assert.Equal(StorageFault.RestoreUnfinished, cut.Fault);
        Assert.Equal(height, (await SucceedAsync(["restore", .. config, "--in", file, "--json"])).Json.GetProperty("height").GetUInt64());
        Assert.Contains("clean", (await SucceedAsync(["fsck", .. config])).Output);
        await ServesSilentlyAsync(node, height);
    }

    [Fact]
    public async Task Another_chain_takes_no_backup_of_this_one()
    {
        SingleNode chain = BackupWorld.Chain(blocks: 1);
        await using LocalNode node = await LocalNode.MakeAsync();
        string file = node.PathOf("backup");
        File.WriteAllBytes(file, await BackupWorld.FileOfAsync(chain));
        string[] config = ["--config", node.ConfigurationPath];

        (await CommandRun.OfAsync(["backup", .. config, "--check", file])).Failed(ExitCode.Storage, "STORAGE ForeignBackup: ");
        (await CommandRun.OfAsync(["restore", .. config, "--in", file])).Failed(ExitCode.Storage, "STORAGE ForeignBackup: ");
        (await CommandRun.OfAsync(["backup", .. config])).Failed(ExitCode.Usage, "USAGE: ");
    }

    [Fact]
    public async Task One_backup_is_made_at_a_time()
    {
        SingleNode chain = BackupWorld.Chain(blocks: 1);
        using EngineLoop loop = new(chain.Engine, new NodeClock());
        loop.Start();
        BackupGateway gateway = new(loop, chain.Genesis.ChainId, [1, 2, 3], bytesPerSecond: long.MaxValue);
        await using (IAsyncEnumerator<BackupBytes> first = gateway.BackupAsync(BackupWorld.Asked, default).GetAsyncEnumerator())
        {
            Assert.True(await first.MoveNextAsync());
            Assert.Equal("BUSY", (await Assert.ThrowsAsync<RpcException>(FirstAsync)).Code);
        }

        await FirstAsync(); // the first was given up
        await loop.StopAsync();

        async Task FirstAsync()
        {
            await using IAsyncEnumerator<BackupBytes> stream = gateway.BackupAsync(BackupWorld.Asked, default).GetAsyncEnumerator();
            await stream.MoveNextAsync();
        }
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("::ffff:127.0.0.1", "::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.3", "10.0.0.3", true)]
    [InlineData("10.0.0.4", "10.0.0.3", false)]
    [InlineData(null, "10.0.0.3", false)]
    public async Task A_call_for_operators_is_taken_from_the_nodes_own_machine_only(string? from, string to, bool isTaken)
    {
        DefaultHttpContext context = new();
        context.Connection.RemoteIpAddress = from is null ? null : IPAddress.Parse(from);
        context.Connection.LocalIpAddress = IPAddress.Parse(to);
        using CallScope scope = new(TimeSpan.FromMinutes(1), ErrorCode.StreamExpired, default, default, null);
        using HeldBytes held = new(new ByteBudget(1));
        Probe probe = new();

        Exception? refused = await Record.ExceptionAsync(() => new LocalMethod(probe).ServeAsync(new GrpcCall(context, scope, held, 1)));

        Assert.Equal(isTaken, probe.Served);
        Assert.Equal(isTaken ? null : "NOT_OPERATOR", (refused as RpcException)?.Code);
    }

    private static async Task RefusesStrangersAsync(LocalNode node)
    {
        using LedgerRpcClient client = node.Client();
        LedgerRpcException refused = await Assert.ThrowsAsync<LedgerRpcException>(async () =>
        {
            await foreach (BackupBytes _ in client.BackupAsync(new byte[32]))
            {
            }
        });
        Assert.Equal("NOT_OPERATOR", refused.Code);
    }

    /// <summary>The directory is as empty as before, and can be filled by the next.</summary>
    private static async Task DamageIsTakenBackAsync(LocalNode node, string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(node.PathOf("damaged"), bytes);
        (await CommandRun.OfAsync(["restore", "--config", node.ConfigurationPath, "--in", node.PathOf("damaged")]))
            .Failed(ExitCode.Storage, "STORAGE BackupDamaged: ");
        Assert.True(DirectoryOf(node).IsEmpty);
    }

    /// <summary>As a power loss in the middle of a restore leaves it.</summary>
    private static void LeaveUnfinished(LocalNode node, string file)
    {
        NodeDirectory directory = DirectoryOf(node);
        using DataLock taken = directory.MarkUnfinished();
        directory.Fill(incarnation: 7);
        Genesis genesis = NodeFiles.LoadIdentity(NodeConfiguration.Load(node.ConfigurationPath)).Genesis;
        byte[] bytes = File.ReadAllBytes(file);
        using LedgerStores stores = directory.Open();
        BackupReader reader = new(new MemoryStream(bytes[..(bytes.Length * 3 / 4)]), file);
        reader.ReadHeader(genesis.ChainId);
        BackupCheck check = new(genesis, SignatureSuites.Production, stores, new EngineOptions());
        Assert.Equal(BackupFault.BackupTruncated, Assert.Throws<BackupException>(() => reader.ReadInto(check)).Fault);
    }

    /// <summary>What it knew it serves; it votes for nothing, and says that it must rejoin.</summary>
    private static async Task ServesSilentlyAsync(LocalNode node, ulong height)
    {
        NodeConfiguration configuration = NodeConfiguration.Load(node.ConfigurationPath);
        NodeIdentity identity = NodeFiles.LoadIdentity(configuration);
        using NodeKeys keys = NodeFiles.LoadKeys(configuration, identity);
        using NodeLog log = new(identity.Name, LogLevel.Debug, LogForm.Json, TextWriter.Synchronized(new StringWriter()));
        await using ValidatorNode restored = new(configuration, identity, keys, log);
        await restored.StartAsync();
        using LedgerRpcClient client = node.Client();
        StatusResponse status = await client.GetStatusAsync();
        Assert.Equal((height, NodeMode.Rejoining, 0UL), (status.Height, status.Mode, status.BodyHorizon));
        string[] verify = ["verify", node.PathOf("one"), "--genesis", node.GenesisPath, "--node", $"{node.Grpc}"];
        Assert.Equal(ExitCode.Ok, (await CommandRun.OfAsync(verify)).Code);
        await SucceedAsync(["check", "--file", node.PathOf("two"), "--genesis", node.GenesisPath, "--node", $"{node.Grpc}"]);
    }

    private static NodeDirectory DirectoryOf(LocalNode node)
    {
        NodeConfiguration configuration = NodeConfiguration.Load(node.ConfigurationPath);
        NodeIdentity identity = NodeFiles.LoadIdentity(configuration);
        return new NodeDirectory(configuration.DataDirectory, identity.Genesis, identity.Name);
    }

    private static string DataOf(LocalNode node) => NodeConfiguration.Load(node.ConfigurationPath).DataDirectory;

    private static async Task AnchorAsync(LocalNode node, string name)
    {
        File.WriteAllText(node.PathOf(name), name);
        await SucceedAsync([
            "anchor", node.PathOf(name), "--node", $"{node.Grpc}", "--genesis", node.GenesisPath, "--issuer-key",
            node.PathOf("bank/issuer.key"), "--issuer", "bank", "--passphrase-file", node.PathOf("passphrase")]);
    }

    private static async Task<CommandRun> SucceedAsync(params string[] arguments)
    {
        CommandRun run = await CommandRun.OfAsync(arguments);
        Assert.True(run.Code == ExitCode.Ok, $"{string.Join(' ', arguments)}\n{run.Error}");
        return run;
    }

    private sealed class Probe : GrpcMethod
    {
        public bool Served { get; private set; }

        public override CallKind Kind => CallKind.Watch;

        public override Task ServeAsync(GrpcCall call)
        {
            Served = true;
            return Task.CompletedTask;
        }
    }
}
