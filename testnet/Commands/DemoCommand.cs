using System.CommandLine;
using Ledger.Testnet.Demo;

namespace Ledger.Testnet.Commands;

/// <summary><c>ledger-testnet demo</c>: anchors, carries, verifies and fails over with four real validators.</summary>
public static class DemoCommand
{
    /// <summary>The shell's code for a process that Ctrl-C ended.</summary>
    private const int Interrupted = 130;

    public static Command Create()
    {
        Command command = new(
            "demo", "Four validators in two regions, three documents, one story; cleans up after itself.");
        command.SetAction((_, cancellation) => RunAsync(cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellation)
    {
        try
        {
            await new DemoRun(Console.WriteLine, cancellation).RunAsync();
            return 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Console.WriteLine("Interrupted: everything is stopped and deleted.");
            return Interrupted;
        }
    }
}
