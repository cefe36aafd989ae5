using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Ledger.Client;
using Ledger.Client.Light;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary><c>ledger light</c>: follows a chain by its headers and set changes alone, and remembers where it was.</summary>
internal static class LightCommand
{
    private const string Help =
        "Follows the chain by headers and set changes alone: prints each header that is final and new, one a line. "
        + "Trusts the genesis, or a newer configuration by --epochs and --pin; at most f liars in every epoch; and its own --state file. "
        + "No node is trusted, but one may hide what is new: look at the time. The first header is the newest; from then on each is linked "
        + "to the one before; a node that shows another chain, or has lost blocks, is refused and kept as evidence (FORK, ROLLBACK).";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly Option<string> StateFile = new("--state")
    {
        Description = "What is believed, kept between two calls; made when missing. Nobody else may write it.",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<bool> Follow = new("--follow") { Description = "Do not end at the newest header: go on until Ctrl-C." };

    public static Command Create()
    {
        Command command = new("light", Help)
        {
            SharedOptions.Genesis, SharedOptions.Epochs, SharedOptions.Pin, SharedOptions.Nodes, SharedOptions.Authority,
            SharedOptions.Timeout, StateFile, Follow, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        EpochHistory believed = Inputs.History(parsed, parsed.GetRequiredValue(SharedOptions.Genesis));
        string path = parsed.GetRequiredValue(StateFile);
        using NodeRing nodes = Inputs.Nodes(parsed);
        LightClient client = new(nodes, believed, SignatureSuites.Production, Load(path, believed));
        try
        {
            await AdvanceAsync(parsed, client, path, cancellation);
        }
        catch (LightException refused) when (refused.Evidence is { } evidence)
        {
            string kept = FreeName($"{path}.{refused.Fault.ToString().ToLowerInvariant()}-{evidence.State.Last?.Height}");
            File.WriteAllBytes(kept, evidence.Encode());
            throw new LightException(refused.Fault, $"{refused.Message}; kept as {kept}");
        }

        return (int)ExitCode.Ok;
    }

    private static async Task AdvanceAsync(ParseResult parsed, LightClient client, string path, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        int count = 0;
        while (true)
        {
            IReadOnlyList<BlockHeader> added = await client.AdvanceAsync(Deadline.After(Inputs.Timeout(parsed)), cancellation);
            foreach (BlockHeader header in added)
            {
                Print(parsed, header);
            }

            count += added.Count;
            Save(path, client.State);
            if (added.Count == 0 && !parsed.GetValue(Follow))
            {
                Sum(parsed, count, client.BytesReceived, Stopwatch.GetElapsedTime(started));
                return;
            }

            await (added.Count == 0 ? Task.Delay(Pause, cancellation) : Task.CompletedTask);
        }
    }

    private static LightState? Load(string path, EpochHistory believed)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        DecodeFault fault = LightFile.TryDecode(Inputs.Bytes(path, LightFile.MaximumBytes), out LightFile? file);
        LightState state = file?.State ?? throw CommandFailure.OfFile(path, fault);
        EpochConfiguration? same = believed.Find(state.Epoch.Number);
        bool isOther = state.Epoch.ChainId != believed.Genesis.ChainId || (same is not null && same.Hash != state.Epoch.Hash);
        return isOther
            ? throw new LightException(LightFault.OtherTrust, $"{path} is not of this genesis, or of a chain that the pin is not of")
            : state;
    }

    /// <summary>Whole or not at all.</summary>
    private static void Save(string path, LightState state)
    {
        string beside = path + ".new";
        using (FileStream file = new(beside, FileMode.Create, FileAccess.Write))
        {
            file.Write(new LightFile(state).Encode());
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    private static string FreeName(string name)
        => Enumerable.Range(0, int.MaxValue).Select(n => n == 0 ? name : $"{name}.{n}").First(n => !Path.Exists(n));

    private static void Print(ParseResult parsed, BlockHeader header)
    {
        DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds((long)header.TimeMs);
        string text = parsed.GetValue(SharedOptions.Json)
            ? JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["height"] = header.Height.Value,
                ["hash"] = $"{header.ComputeId().Sha256}",
                ["epoch"] = header.Epoch.Value,
                ["time_unix_ms"] = header.TimeMs,
                ["log_size"] = header.LogSize,
                ["log_root"] = $"{header.LogRoot}",
                ["log_root_sm3"] = $"{header.LogRootSm3}",
                ["state_root"] = $"{header.StateRoot}",
            })
            : $"{header.Height}  {header.ComputeId().Sha256}  epoch {header.Epoch}, log of {header.LogSize} under {header.LogRoot}, "
                + $"{time:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}";
        parsed.InvocationConfiguration.Output.WriteLine(text);
    }

    private static void Sum(ParseResult parsed, int headers, long bytes, TimeSpan time)
    {
        string each = headers == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $", {(double)bytes / headers:0} bytes each, {headers / time.TotalSeconds:0}/s");
        parsed.InvocationConfiguration.Error.WriteLine($"ledger: {headers} headers{each}");
    }
}
