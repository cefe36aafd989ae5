using System.CommandLine;
using System.Net;
using Ledger.Client.Logs;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Witness;
using Ledger.Storage.Devices;

namespace Ledger.Node.Commands;

/// <summary><c>ledger witness</c>: cosigns the checkpoints of a log that it has seen grow, and of no other.</summary>
internal static class WitnessCommand
{
    private static readonly Option<string> Name = new("--name")
    {
        Description = "What the witness is called in its lines: an address without a scheme, no spaces.",
        HelpName = "NAME",
        Required = true,
    };

    private static readonly Option<string> Key = new("--key")
    {
        Description = "Its key file, of Ed25519 or SM2, used for nothing else.",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<string> State = new("--state")
    {
        Description = "Folder of its own for what it cosigned last. Without it the witness is another one: never copy it back.",
        HelpName = "FOLDER",
        Required = true,
    };

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "Address and port on this machine; TLS is terminated before it.",
        HelpName = "ADDRESS:PORT",
        DefaultValueFactory = _ => "127.0.0.1:0",
    };

    public static Command Create()
    {
        Command command = new(
            "witness",
            "Serves a witness (c2sp.org/tlog-witness) of one log: cosigns each checkpoint that the policy believes "
            + "and that continues the last.")
        {
            LogOptions.Policy, LogOptions.Origin, Name, Key, SharedOptions.PassphraseFile, State, Listen,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string listen = parsed.GetRequiredValue(Listen);
        if (!IPEndPoint.TryParse(listen, out IPEndPoint? address) || !IPAddress.IsLoopback(address.Address))
        {
            throw CommandFailure.Usage($"--listen {listen}: an address of this machine and a port, such as 127.0.0.1:7300");
        }

        LogTrust trust = LogOptions.Trust(parsed);
        using IOwnedSigner signer = SigningKey.Open(parsed.GetRequiredValue(Key), parsed.GetRequiredValue(SharedOptions.PassphraseFile));
        await using WitnessServer server = new(Open(parsed, trust, signer, out string vkey), address);
        await server.StartAsync(cancellation);
        TextWriter output = parsed.InvocationConfiguration.Output;
        output.WriteLine($"witness  {vkey}");
        output.WriteLine($"log      {trust.Origin}");
        output.WriteLine($"serving  http://{server.EndPoint}/");
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return (int)ExitCode.Ok;
    }

    private static WitnessBook Open(ParseResult parsed, LogTrust trust, ISigner signer, out string vkey)
    {
        string name = parsed.GetRequiredValue(Name);
        try
        {
            WitnessBook book = new(
                trust, signer, name, new FileDirectory(parsed.GetRequiredValue(State)),
                () => (ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds());
            vkey = $"{book.Key}";
            return book;
        }
        catch (ArgumentException)
        {
            throw CommandFailure.Usage($"--name {name}: no spaces, no plus; the key is of Ed25519 or SM2");
        }
    }
}
