using System.CommandLine;
using Ledger.Client.Cose;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary>A validator's COSE receipt (RFC 9942) for a leaf that a ledger receipt proves.</summary>
/// <remarks>It is checked before it is signed: a key that signs what others say of the log would be worth nothing.</remarks>
internal static class CoseExport
{
    private static readonly Option<string?> Key = new("--cosigning-key")
    {
        Description = "For cose: the validator's key file, Ed25519 or P-256.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> PassphraseFile = new("--passphrase-file")
    {
        Description = "For cose: a file whose first line is the key's passphrase.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Origin = new("--origin")
    {
        Description = "For cose: the log's name, as its checkpoints have it.",
        HelpName = "NAME",
    };

    public static ExportFormat Format { get; } = new(
        "cose",
        "a receipt, as 'ledger receipt --out' writes it",
        [SharedOptions.GenesisIfAny, SharedOptions.Epochs, SharedOptions.Pin, SharedOptions.Issuers, Key, PassphraseFile, Origin],
        Make);

    private static byte[] Make(ParseResult parsed, string path)
    {
        Receipt receipt = AnchoredRoot.Read(path);
        string origin = ExportCommand.Demand(parsed, Origin);
        EpochHistory history = Inputs.HistoryAndIssuers(parsed, ExportCommand.Demand(parsed, SharedOptions.GenesisIfAny));
        ReceiptFault fault = ReceiptVerifier.Verify(receipt, history, SignatureSuites.Production);
        if (fault != ReceiptFault.None)
        {
            throw new CommandFailure(ExitCode.Invalid, $"{path}: {fault}", "INVALID_RECEIPT");
        }

        using IOwnedSigner signer = SigningKey.Open(ExportCommand.Demand(parsed, Key), ExportCommand.Demand(parsed, PassphraseFile));
        if (!CoseHeader.Supports(signer.Suite) || !CoseHeader.IsOrigin(origin))
        {
            throw CommandFailure.Usage("COSE takes an Ed25519 or P-256 key, and an --origin of printable ASCII without spaces");
        }

        return CoseReceipt.Sign(
            signer, origin, receipt.Header.Height, MerkleHash.Sha256Leaf(receipt.Leaf.Encode()), receipt.Proof).Encode();
    }
}
