using System.Diagnostics;
using Ledger.Client.V1;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Demo;

/// <summary>
/// The whole story once, with real processes and real files: anchor, carry, verify, fail over, verify alone.
/// </summary>
public sealed class DemoRun(Action<string> say, CancellationToken cancellation)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly LoadPlan Background = new(20, 16, TimeSpan.Zero, TimeSpan.FromSeconds(6));

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _step;

    /// <summary>Tells the story of processes; everything it made is gone when it returns or throws.</summary>
    public async Task RunAsync()
    {
        await using TestNetwork network = await SetUpAsync();
        await RunAsync(network);
        Tell($"Every step held. Nothing is left running; {network.Folder} is deleted.");
    }

    /// <summary>Tells the story of a network that runs, as processes or as containers, and ends with its stop.</summary>
    public async Task RunAsync(TestNetwork network)
    {
        Tell("They run on the loopback address:");
        foreach (ValidatorNode node in network.Nodes)
        {
            Detail($"{node.Name} ({node.Region}), {node.RunsAs}, gRPC {node.GrpcAddress}");
        }

        DemoCommands commands = new(network, cancellation);
        string issuer = Path.Combine(network.Folder, "issuer");
        string receiver = Path.Combine(network.Folder, "receiver");

        string[] documents = await AnchorAsync(network, commands, issuer);
        string[] carried = await CarryAsync(commands, documents, receiver);
        await VerifyAbroadAsync(network, commands, carried);
        ValidatorNode killed = await KillPrimaryAsync(network);
        string addendum = await AnchorWithoutPrimaryAsync(network, commands, issuer, receiver);
        await ReturnAsync(network, killed);
        await StopAsync(network);
        await VerifyOfflineAsync(commands, [.. carried, addendum]);
        await RefuseTamperedAsync(commands, carried, Path.Combine(network.Folder, "tampered"));
    }

    private async Task<TestNetwork> SetUpAsync()
    {
        TestNetwork network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), cancellation);
        Tell($"Set up {network.Nodes.Count} validators of chain {network.Genesis.ChainId} in {network.Folder}");
        try
        {
            await Start.RunAsync(network, cancellation);
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }

        return network;
    }

    private async Task<string[]> AnchorAsync(TestNetwork network, DemoCommands commands, string folder)
    {
        string[] documents = DemoDocuments.Write(folder);
        Tell("The issuer has three documents:");
        foreach (string document in documents)
        {
            Detail($"{Path.GetFileName(document)}, {new FileInfo(document).Length:N0} bytes");
        }

        ValidatorNode node = Of(network, "CN-SZ");
        string output = await commands.AnchorAsync(documents, [node]);
        Tell($"The issuer anchored them at {node.Name} ({node.Region}), which saw three commitments, no document:");
        Detail(output.Split('\n')[0]);
        return documents;
    }

    private async Task<string[]> CarryAsync(DemoCommands commands, string[] documents, string folder)
    {
        string[] carried = await commands.CarryAsync(documents, folder);
        Tell("The documents and their envelopes went to the receiver, by cp");
        return carried;
    }

    private async Task VerifyAbroadAsync(TestNetwork network, DemoCommands commands, string[] carried)
    {
        ValidatorNode node = Of(network, "SG");
        await Wait.UntilIndexedAsync(network, Patience, cancellation);
        string[] verdicts = await Task.WhenAll(carried.Select(d => commands.VerifyAsync(d, "VALID", node)));
        Tell($"The receiver verified them at {node.Name} ({node.Region}), across the border:");
        Array.ForEach(verdicts, Detail);
    }

    private async Task<ValidatorNode> KillPrimaryAsync(TestNetwork network)
    {
        ReceiptAuditor auditor = new(network.Genesis);
        ValidatorNode? killed = null;
        ulong start = (await network.Nodes[0].StatusAsync(cancellation)).Height;
        ulong height = 0;
        LoadResult load = await Loading.RunAsync(network, Background, auditor, cancellation, async token =>
        {
            await Wait.UntilHeightAsync(network, start + 20, Patience, token);
            killed = await Perturb.KillPrimaryAsync(network, token);
            height = (await network.Running.First().StatusAsync(token)).Height;
        });
        int after = load.Acknowledged.Count(a => a.Result.Height > height);
        if (after == 0 || auditor.Faults.Count > 0)
        {
            throw new InvalidOperationException(
                $"Nothing committed after the kill, or a bad receipt: {auditor.Faults.FirstOrDefault()}");
        }

        Tell($"The primary {killed!.Name} was killed (SIGKILL) at height {height}, under load, and anchoring went on:");
        Detail($"{after} transactions committed after the kill, {auditor.Verified} receipts verified on the way");
        return killed;
    }

    private async Task<string> AnchorWithoutPrimaryAsync(
        TestNetwork network, DemoCommands commands, string issuer, string receiver)
    {
        string addendum = DemoDocuments.WriteAddendum(issuer);
        string output = await commands.AnchorAsync([addendum], network.Running);
        string[] carried = await commands.CarryAsync([addendum], receiver);
        Tell("The issuer anchored a fourth document with three validators left:");
        Detail(output.Split('\n')[0]);
        return carried[0];
    }

    private async Task ReturnAsync(TestNetwork network, ValidatorNode killed)
    {
        await Start.RunAsync(network, cancellation);
        StatusResponse[] heads = await Wait.UntilHeadsAgreeAsync(network, Patience, cancellation);
        Tell($"{killed.Name} was started again and caught up: {heads.Length} agree at height {heads[0].Height}");
    }

    private async Task StopAsync(TestNetwork network)
    {
        await Stop.RunAsync(network, cancellation);
        Tell("All validators are stopped");
    }

    private async Task VerifyOfflineAsync(DemoCommands commands, string[] documents)
    {
        string[] verdicts = await Task.WhenAll(documents.Select(d => commands.VerifyAsync(d, "VALID")));
        Tell("The receiver verified all of them again, offline, from the envelopes and genesis.json alone:");
        Array.ForEach(verdicts, Detail);
    }

    private async Task RefuseTamperedAsync(DemoCommands commands, string[] carried, string folder)
    {
        string[] copies = await commands.CarryAsync(carried, folder);
        Array.ForEach(copies, DemoDocuments.TamperWith);
        string[] verdicts = await Task.WhenAll(copies.Select(d => commands.VerifyAsync(d, "TAMPERED")));
        Tell("Copies with one byte changed were refused:");
        Array.ForEach(verdicts, Detail);
    }

    private static ValidatorNode Of(TestNetwork network, string region) => network.Nodes.First(n => n.Region == region);

    private void Tell(string text) => say($"[{_watch.Elapsed.TotalSeconds,6:0.0} s] {++_step,2}. {text}");

    private void Detail(string text) => say($"                {text}");
}
