using System.CommandLine;
using Ledger.Testnet.Containers;

namespace Ledger.Testnet.Commands;

/// <summary><c>ledger-testnet down</c>: takes away what <c>up --docker</c> made, its data and its directory.</summary>
public static class DownCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> directory = new("--directory")
        {
            Description = "The directory that up --docker wrote.",
            HelpName = "DIR",
            Required = true,
        };
        Command command = new("down", "Remove a network of containers: containers, networks, volumes, directory.")
        {
            directory,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(directory), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo directory, CancellationToken cancellation)
    {
        if (!ContainerNetwork.IsIn(directory.FullName))
        {
            Console.Error.WriteLine($"ledger-testnet: {directory.FullName} was not made by up --docker");
            return 1;
        }

        DockerEngine engine = await DockerEngine.FindAsync(null, cancellation);
        await ContainerNetwork.DownAsync(engine, directory.FullName);
        directory.Delete(recursive: true);
        return 0;
    }
}
