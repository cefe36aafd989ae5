using System.CommandLine;
using System.Diagnostics;
using Ledger.Testnet.Containers;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Commands;

/// <summary><c>ledger-testnet up</c>: a network of a manifest, as processes until Ctrl-C, or as containers that stay.</summary>
public static class UpCommand
{
    private static readonly TimeSpan HealthPatience = TimeSpan.FromMinutes(3);

    public static Command Create()
    {
        Option<string> manifest = new("--manifest")
        {
            Description = "The network, by the name of its file in testnet/manifests.",
            DefaultValueFactory = _ => Manifest.Demo,
        };
        Option<string?> directory = new("--directory")
        {
            Description = "Where its files go, and stay; empty or new. Without it, processes use a temporary folder.",
            HelpName = "DIR",
        };
        Option<bool> docker = new("--docker")
        {
            Description = "In containers, by a compose.yaml written to --directory; `down` takes them away again.",
        };
        Option<bool> filesOnly = new("--files-only")
        {
            Description = "With --docker: write the directory and start nothing.",
        };
        Command command = new("up", "Start a network of a manifest and print its addresses.")
        {
            manifest, directory, docker, filesOnly,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(docker) && result.GetValue(directory) is null)
            {
                result.AddError("--docker needs --directory: containers outlive this command, and so do their keys.");
            }
            else if (result.GetValue(filesOnly) && !result.GetValue(docker))
            {
                result.AddError("--files-only goes with --docker.");
            }
        });
        command.SetAction((parsed, cancellation) =>
        {
            Manifest network = Manifest.Load(parsed.GetValue(manifest)!);
            string? folder = parsed.GetValue(directory);
            return parsed.GetValue(docker)
                ? ContainersAsync(network, folder!, parsed.GetValue(filesOnly), cancellation)
                : ProcessesAsync(network, folder, cancellation);
        });
        return command;
    }

    private static async Task<int> ProcessesAsync(
        Manifest manifest, string? directory, CancellationToken cancellation)
    {
        await using TestNetwork network = await Setup.RunAsync(manifest, cancellation, keptFolder: directory);
        await Start.RunAsync(network, cancellation);
        Show(network);
        Console.WriteLine("Ctrl-C stops them.");
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Stop.RunAsync(network, default);
        return 0;
    }

    private static async Task<int> ContainersAsync(
        Manifest manifest, string directory, bool filesOnly, CancellationToken cancellation)
    {
        if (filesOnly)
        {
            await ContainerNetwork.SetUpAsync(DockerEngine.Absent, manifest, directory, cancellation);
            Console.WriteLine($"In {directory}: docker compose up");
            return 0;
        }

        DockerEngine engine = await DockerEngine.FindAsync(null, cancellation);
        ContainerNetwork containers = await ContainerNetwork.SetUpAsync(engine, manifest, directory, cancellation);
        Stopwatch watch = Stopwatch.StartNew();
        await containers.UpAsync(cancellation);
        await containers.UntilHealthyAsync(HealthPatience, cancellation);
        Console.WriteLine($"All validators healthy after {watch.Elapsed.TotalSeconds:0.0} s.");
        Show(containers.Network);
        Console.WriteLine($"authority of the addresses: {containers.Network.AuthorityPath}");
        Console.WriteLine($"Prometheus: http://127.0.0.1:{containers.Plan.PrometheusPort}");
        Console.WriteLine($"ledger-testnet down --directory {directory}    takes everything away");
        return 0;
    }

    private static void Show(TestNetwork network)
    {
        foreach (ValidatorNode node in network.Nodes)
        {
            Console.WriteLine(
                $"{node.Name} ({node.Region}), {node.RunsAs}: gRPC {node.GrpcAddress}  JSON {node.JsonAddress}");
        }

        Console.WriteLine($"genesis: {network.GenesisPath}");
    }
}
