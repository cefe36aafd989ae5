using Ledger.Testnet.Links;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Containers;

/// <summary>A test network whose validators are containers, and what can be done to it beside what can to any.</summary>
/// <remarks>The links of a manifest are of processes: between containers the engine's own networks lie.</remarks>
public sealed class ContainerNetwork
{
    private readonly DockerEngine _engine;
    private readonly ContainerProcess[] _containers;

    private ContainerNetwork(
        DockerEngine engine, ContainerPlan plan, TestNetwork network, ContainerProcess[] containers)
    {
        _engine = engine;
        Plan = plan;
        Network = network;
        _containers = containers;
    }

    public ContainerPlan Plan { get; }

    /// <summary>Disposing it takes containers, networks and volumes away, and the folder unless it is kept.</summary>
    public TestNetwork Network { get; }

    /// <summary>Writes the folder of a new network; nothing of it runs yet.</summary>
    /// <param name="keptFolder">Where; without it, in a temporary folder that goes with the network.</param>
    public static async Task<ContainerNetwork> SetUpAsync(
        DockerEngine engine, Manifest manifest, string? keptFolder, CancellationToken cancellation)
    {
        LedgerProgram program = await LedgerProgram.FindAsync(cancellation);
        int user = await ContainerFolder.UserAsync(cancellation);
        string folder = keptFolder is null
            ? Directory.CreateTempSubdirectory("ledger-testnet-").FullName
            : Setup.EmptyFolder(keptFolder);
        int[] ports = FreePorts.Take((2 * manifest.Validators.Count) + 1);
        NodePorts[] published =
        [
            .. manifest.Validators.Select(
                (_, i) => new NodePorts(ContainerPlan.Inside.Peer, ports[2 * i], ports[(2 * i) + 1])),
        ];
        ContainerPlan plan = new(manifest, LedgerProgram.SourceRoot, user, published, ports[^1]);
        using RpcAuthority authority = new(manifest.Name);
        ContainerProcess[] containers =
            [.. manifest.Validators.Select(v => new ContainerProcess(engine, folder, v.Name))];
        ValidatorNode[] nodes =
        [
            .. manifest.Validators.Select((member, i) => new ValidatorNode(
                member,
                Directory.CreateDirectory(Path.Combine(folder, member.Name)).FullName,
                published[i],
                containers[i],
                authority.Certificate)),
        ];
        NetworkMembers members = await ContainerFolder.WriteAsync(plan, folder, nodes, authority);
        TestNetwork network = new(manifest, program, folder, members.Genesis, nodes, members.Issuers, new LinkTable([]))
        {
            AuthorityPath = Path.Combine(folder, RpcAuthority.FileName),
            KeepsFolder = keptFolder is not null || TestNetwork.KeepsAnyFolder,
            Remove = () => DownAsync(engine, folder),
        };
        return new ContainerNetwork(engine, plan, network, containers);
    }

    /// <summary>Whether a folder is one that <see cref="SetUpAsync"/> wrote.</summary>
    public static bool IsIn(string folder) => ContainerFolder.IsProject(folder);

    /// <summary>Takes away what Compose made for a folder: containers, networks and volumes.</summary>
    public static Task DownAsync(DockerEngine engine, string folder)
        => engine.ComposeAsync(folder, ["down", "-v", "--remove-orphans"], default);

    /// <summary><c>docker compose up</c>; the image is built when the engine does not have it.</summary>
    public async Task UpAsync(CancellationToken cancellation)
    {
        await _engine.ComposeAsync(Network.Folder, ["up", "-d"], cancellation);
        await Task.WhenAll(_containers.Select(c => c.AttachAsync(cancellation)));
    }

    /// <summary>Waits until the image's own check calls every validator healthy.</summary>
    public Task UntilHealthyAsync(TimeSpan patience, CancellationToken cancellation)
        => Wait.UntilAsync("all validators to be healthy", patience, cancellation, async () =>
            (await HealthAsync(cancellation)).All(h => h == "healthy"));

    /// <summary>What the image's own check says of each validator, in the set's order.</summary>
    public Task<string[]> HealthAsync(CancellationToken cancellation)
        => Task.WhenAll(_containers.Select(c => c.HealthAsync(cancellation)));

    /// <summary>Cuts a region off: its validators leave the network between the regions.</summary>
    public Task CutAsync(string region, CancellationToken cancellation)
        => Task.WhenAll(Of(region).Select(v => _engine.RunAsync(
            ["network", "disconnect", Border, v.Container.Id], cancellation)));

    /// <summary>Brings a region back.</summary>
    public Task HealAsync(string region, CancellationToken cancellation)
        => Task.WhenAll(Of(region).Select(v => _engine.RunAsync(
            ["network", "connect", "--alias", ContainerPlan.HostAbroad(v.Member), Border, v.Container.Id],
            cancellation)));

    private string Border => $"{ContainerFolder.ProjectOf(Network.Folder)}_{ContainerPlan.Border}";

    private IEnumerable<(ManifestMember Member, ContainerProcess Container)> Of(string region)
        => Plan.Manifest.Validators.Zip(_containers).Where(v => v.First.Region == region);
}
