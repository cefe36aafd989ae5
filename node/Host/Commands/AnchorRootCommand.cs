using System.CommandLine;
using Ledger.Client;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary><c>ledger anchor-root</c>: anchors the root of a tree that its holder keeps, and writes the receipt.</summary>
/// <remarks>Such as the Merkle root of a batch of OpenAttestation documents, or of a document's fields.</remarks>
internal static class AnchorRootCommand
{
    private static readonly Argument<string> Root = new("ROOT") { Description = "The root: 64 hex digits." };

    private static readonly Option<uint> Count = new("--count")
    {
        Description = "How many documents or fields the tree covers; what the chain keeps beside the root.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The file for the receipt; one that exists is left as it is, and nothing is anchored.",
        HelpName = "FILE",
        Required = true,
    };

    public static Command Create()
    {
        Command command = new("anchor-root", "Anchors one Merkle root, verifies the receipt, and writes it.")
        {
            Root, Count, SharedOptions.Nodes, SharedOptions.Authority, SharedOptions.Timeout, SharedOptions.Genesis,
            IssuerOptions.Key, IssuerOptions.Name, SharedOptions.PassphraseFile, AnchorCommand.DocumentType,
            AnchorCommand.ValidFrom, AnchorCommand.ValidTo, IssuerOptions.ValidForHeights, Out, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Digest root = Inputs.Digest("ROOT", parsed.GetRequiredValue(Root));
        uint count = parsed.GetValue(Count) is > 0 and uint given ? given : throw CommandFailure.Usage("--count is at least 1");
        string path = NewFile.Demand(parsed.GetRequiredValue(Out));
        AnchorTerms terms = AnchorCommand.TermsOf(parsed) with { Scheme = CommitmentScheme.MerkleRoot };
        TimeSpan timeout = Inputs.Timeout(parsed);
        Genesis genesis = Inputs.Genesis(parsed.GetRequiredValue(SharedOptions.Genesis));
        using NodeRing nodes = Inputs.Nodes(parsed);
        HistoryClient history = new(nodes, genesis, SignatureSuites.Production);
        Issuer issuer = await IssuerOptions.FindAsync(history, parsed.GetRequiredValue(IssuerOptions.Name), timeout, cancellation);
        using IOwnedSigner signer = SigningKey.Open(
            parsed.GetRequiredValue(IssuerOptions.Key), parsed.GetRequiredValue(SharedOptions.PassphraseFile));
        AnchorOrder order = new(issuer, signer, terms, parsed.GetValue(IssuerOptions.ValidForHeights));
        Receipt receipt = await new AnchorClient(nodes, genesis, SignatureSuites.Production)
            .AnchorRootAsync(root, count, order, timeout, cancellation);
        NewFile.Write(path, receipt.Encode());
        Answer.Give(
            parsed,
            new { Receipt = ReceiptView.Of(receipt, null), Path = path },
            [$"anchored  {root}", .. ReceiptView.Of(receipt, null).Lines(), $"wrote  {path}"]);
        return (int)ExitCode.Ok;
    }
}
