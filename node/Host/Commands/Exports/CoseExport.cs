using System.CommandLine;
using Ledger.Client.Cose;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary>A validator's COSE receipt (RFC 9942) for a leaf that a ledger receipt proves, by its Ed25519 cosigning key.</summary>
/// <remarks>It is checked before it is signed: a key that signs what others say of the log would be worth nothing.</remarks>
internal static class CoseExport
{
    private static readonly Option<string?> Key = new("--cosigning-key")
    {
        Description = "For cose: the cosigning keys of a validator, cosigning.key in its directory.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> PassphraseFile = new("--passphrase-file")
    {
        Description = "For cose: a file whose first line is the key's passphrase.",
        HelpName = "FILE",
    };

    public static ExportFormat Format { get; } = new(
        "cose",
        "a receipt, as 'ledger receipt --out' writes it",
        [SharedOptions.GenesisIfAny, SharedOptions.Epochs, SharedOptions.Pin, SharedOptions.Issuers, Key, PassphraseFile],
        Make);

    private static byte[] Make(ParseResult parsed, string path)
    {
        Receipt receipt = AnchoredRoot.Read(path);
        EpochHistory history = Inputs.HistoryAndIssuers(parsed, ExportCommand.Demand(parsed, SharedOptions.GenesisIfAny));
        ReceiptFault fault = ReceiptVerifier.Verify(receipt, history, SignatureSuites.Production);
        if (fault != ReceiptFault.None)
        {
            throw new CommandFailure(ExitCode.Invalid, $"{path}: {fault}", "INVALID_RECEIPT");
        }

        string keyPath = ExportCommand.Demand(parsed, Key);
        using CosigningSigners keys = SigningKey.OpenCosigning(keyPath, ExportCommand.Demand(parsed, PassphraseFile));
        if (!history.Find(receipt.Header.Epoch)!.Validators.Validators.Any(v => v.CosigningKeys.AreOf(keys)))
        {
            throw CommandFailure.OfFile(keyPath, $"is of no validator of epoch {receipt.Header.Epoch}, which the receipt is of");
        }

        return CoseReceipt.Sign(
            keys.Ed25519, LogOrigin.Of(receipt.Header.ChainId), receipt.Header.Height, MerkleHash.Sha256Leaf(receipt.Leaf.Encode()),
            receipt.Proof).Encode();
    }
}
