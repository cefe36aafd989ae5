using Ledger.Client;
using Ledger.Node.Commands;
using Ledger.Node.Rpc;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Validators;
using Ledger.Tests.Rpc;
using Ledger.Tests.Unit.Storage;

namespace Ledger.Tests.Unit.Commands;

/// <summary>Four operators with their keys, a newcomer, the genesis they made, and a node of their chain.</summary>
internal sealed class GovernanceWorld : IAsyncDisposable
{
    public static readonly string[] Operators = ["sz-1", "sz-2", "sg-1", "sg-2"];

    private readonly TemporaryFolder _folder = new();
    private RpcServer? _server;

    public GovernanceGateway Gateway { get; private set; } = null!;

    public Genesis Genesis { get; private set; } = null!;

    public string[] Node => ["--node", $"http://{_server!.GrpcEndPoint}"];

    public string[] GenesisOption => ["--genesis", PathOf("genesis.json")];

    public string[] Passphrase => ["--passphrase-file", PathOf("passphrase")];

    public static async Task<GovernanceWorld> StartAsync()
    {
        GovernanceWorld world = new();
        File.WriteAllText(world.PathOf("passphrase"), "口令\n");
        foreach (string name in (string[])[.. Operators, "sg-3"])
        {
            await world.SucceedAsync([
                "key", "new", "--kind", "validator", "--name", name, "--region", name[1] == 'z' ? "CN-SZ" : "SG",
                "--out", world.PathOf(name), .. world.Passphrase]);
        }

        await world.SucceedAsync([
            "genesis", "--name", "test", "--out", world.PathOf("genesis.json"),
            "--validator", .. Operators.Select(name => world.PathOf($"{name}/validator.json"))]);
        await world.SucceedAsync([
            "key", "prove", world.PathOf("sg-3"), "--address", "sg-3.example:7000", .. world.GenesisOption, .. world.Passphrase]);
        Assert.Equal(JsonProblem.None, GenesisFile.TryRead(world.PathOf("genesis.json"), out Genesis? genesis));
        world.Genesis = genesis!;
        world.Gateway = new GovernanceGateway(genesis!);
        world._server = new RpcServer(world.Gateway, RpcWorld.Loopback);
        await world._server.StartAsync();
        return world;
    }

    public string PathOf(string name) => Path.Combine(_folder.Path, name);

    public Task<CommandRun> ProposeAsync(params string[] actions)
        => CommandRun.OfAsync([
            "governance", "propose", .. actions, .. Node, .. GenesisOption, "--out", PathOf("change.json")]);

    public Task<CommandRun> SignAsync(string name, params string[] more)
        => CommandRun.OfAsync([
            "governance", "sign", PathOf("change.json"), .. GenesisOption,
            "--operator-key", PathOf($"{name}/operator.key"), .. Passphrase, .. more]);

    public Task<CommandRun> SubmitAsync(params string[] more)
        => CommandRun.OfAsync(["governance", "submit", PathOf("change.json"), .. Node, .. GenesisOption, .. more]);

    public Task<CommandRun> ShowAsync() => CommandRun.OfAsync(["governance", "show", .. Node, .. GenesisOption]);

    public async Task<CommandRun> SucceedAsync(params string[] arguments)
    {
        CommandRun run = await CommandRun.OfAsync(arguments);
        Assert.True(run.Code == ExitCode.Ok, $"{string.Join(' ', arguments)}\n{run.Error}");
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }
}
