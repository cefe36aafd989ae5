using System.Diagnostics;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Demo;

/// <summary>
/// What the people of the demo type: <c>ledger anchor</c>, <c>ledger verify</c> and <c>cp</c>, as processes.
/// </summary>
internal sealed class DemoCommands(TestNetwork network, CancellationToken cancellation)
{
    private const string EnvelopeSuffix = ".ledger.json";

    /// <summary>
    /// Anchors documents in one transaction; the nodes are tried in turn. Gives what the command printed.
    /// </summary>
    public async Task<string> AnchorAsync(IEnumerable<string> documents, IEnumerable<ValidatorNode> nodes)
    {
        IssuerIdentity issuer = network.Issuers[0];
        CommandResult result = await network.Program.RunAsync(
            [
                "anchor", .. documents, .. Where(nodes), "--genesis", network.GenesisPath, "--issuer", issuer.Name,
                "--issuer-key", issuer.KeyPath, "--passphrase-file", issuer.PassphrasePath, "--document-type", "1",
            ],
            cancellation);
        return result.Output;
    }

    /// <summary>
    /// Verifies a document against the envelope beside it, offline unless nodes are named, and expects a verdict.
    /// </summary>
    /// <exception cref="InvalidOperationException">The verdict is another.</exception>
    public async Task<string> VerifyAsync(string document, string verdict, params ValidatorNode[] nodes)
    {
        string[] where = nodes.Length == 0 ? ["--offline"] : Where(nodes);
        CommandResult result = await network.Program.TryAsync(
            ["verify", document, "--genesis", network.GenesisPath, .. where], cancellation);
        string[] lines = result.Output.Split('\n');
        bool expected = lines[0].StartsWith(verdict + " ", StringComparison.Ordinal)
            && result.ExitCode == 0 == (verdict == "VALID");
        return expected
            ? $"{verdict}: {Path.GetFileName(document)}: {lines[1].Trim()} (exit code {result.ExitCode})"
            : throw new InvalidOperationException(
                $"{document}: not {verdict}, but exit code {result.ExitCode}\n{result.Output}{result.Errors}");
    }

    /// <summary>
    /// Copies documents and the envelopes beside them into a folder, as an e-mail or a memory stick would.
    /// </summary>
    public async Task<string[]> CarryAsync(IReadOnlyList<string> documents, string folder)
    {
        Directory.CreateDirectory(folder);
        using Process copy = Process.Start(
            "cp", ["--", .. documents, .. documents.Select(d => d + EnvelopeSuffix), folder]);
        await copy.WaitForExitAsync(cancellation);
        return copy.ExitCode == 0
            ? [.. documents.Select(d => Path.Combine(folder, Path.GetFileName(d)))]
            : throw new InvalidOperationException($"cp: exit code {copy.ExitCode}");
    }

    private string[] Where(IEnumerable<ValidatorNode> nodes)
    {
        string[] authority = network.AuthorityPath is { } path ? ["--ca", path] : [];
        return [.. nodes.SelectMany(n => new[] { "--node", $"{n.GrpcAddress}" }), .. authority];
    }
}
