using Ledger.Testnet.Network;

namespace Ledger.Testnet.Forgeries;

/// <summary>What the issuer of a folder types: each a process of <c>ledger</c> against the first node.</summary>
internal sealed class ForgeCommands(TestNetwork network, CancellationToken cancellation)
{
    private readonly string[] _where = ["--node", $"{network.Nodes[0].GrpcAddress}", "--genesis", network.GenesisPath];

    private readonly string[] _issuer =
    [
        "--issuer", network.Issuers[0].Name, "--issuer-key", network.Issuers[0].KeyPath,
        "--passphrase-file", network.Issuers[0].PassphrasePath,
    ];

    /// <summary>Anchors documents in one transaction; nothing for none.</summary>
    public Task AnchorAsync(IReadOnlyList<string> documents, params string[] more)
        => RunAsync(documents, ["anchor", .. documents, .. _where, .. _issuer, "--document-type", "1", .. more]);

    /// <summary>Changes the status of documents; nothing for none.</summary>
    public Task ChangeAsync(string verb, IReadOnlyList<string> documents, params string[] more)
        => RunAsync(documents, [verb, .. documents, .. _where, .. _issuer, .. more]);

    /// <summary>Puts fresh proofs of the statuses into the envelopes; nothing for none.</summary>
    /// <remarks>Its exit code is that of the worst status, which is what is wanted here: what it wrote is judged at the end.</remarks>
    public Task RefreshAsync(IReadOnlyList<string> documents) => documents.Count == 0
        ? Task.CompletedTask
        : network.Program.TryAsync(["refresh", .. documents, .. _where], cancellation);

    private Task RunAsync(IReadOnlyList<string> documents, string[] arguments)
        => documents.Count == 0 ? Task.CompletedTask : network.Program.RunAsync(arguments, cancellation);
}
