using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Validators;

namespace Ledger.Client.Cose;

/// <summary>Decides whether receipts together are a jurisdiction quorum's word for one leaf, one size and one height.</summary>
/// <remarks>
/// PROTOCOL.md section 1: one receipt is one validator's word, and its validator may lie. Receipts of keys that are nobody's of this set
/// count for nothing, and a validator counts once; a bad receipt of a known key is named, and the list refused.
/// </remarks>
/// <param name="set">Of the epoch of the receipts' height, as the caller believes it.</param>
/// <param name="origin">The log asked for.</param>
public sealed class CoseJudge(ValidatorSet set, IEnumerable<CoseSigner> signers, string origin, SignatureSuites suites)
{
    private readonly Dictionary<Digest, CoseSigner> _signers =
        signers.ToDictionary(s => CoseHeader.KeyIdOf(s.Suite, s.PublicKey.Span));

    /// <param name="leafHash">The RFC 6962 hash of the leaf's record.</param>
    /// <param name="found">Whose receipts hold; also when they are no quorum.</param>
    public CoseFault Judge(CoseReceiptList list, Digest leafHash, out SignerSet found)
    {
        found = SignerSet.Empty;
        CoseReceipt? first = null;
        foreach (CoseReceipt receipt in list.Receipts)
        {
            if (_signers.GetValueOrDefault(receipt.Header.KeyId) is not { } signer)
            {
                continue;
            }

            first ??= receipt;
            CoseFault fault = Judge(receipt, first, leafHash, signer);
            if (fault != CoseFault.None)
            {
                return fault;
            }

            found = found.With(signer.Validator);
        }

        return set.HasQuorum(found) ? CoseFault.None : CoseFault.NoQuorum;
    }

    private CoseFault Judge(CoseReceipt receipt, CoseReceipt first, Digest leafHash, CoseSigner signer)
        => receipt.Header.Origin != origin ? CoseFault.WrongOrigin
            : !IsOfSamePlace(receipt, first, leafHash) ? CoseFault.Disagreement
            : receipt.Verify(leafHash, signer.PublicKey.Span, suites);

    private static bool IsOfSamePlace(CoseReceipt one, CoseReceipt other, Digest leafHash)
        => one.LeafIndex == other.LeafIndex
            && one.Header.TreeSize == other.Header.TreeSize
            && one.Header.Height == other.Header.Height
            && one.RootFrom(leafHash) == other.RootFrom(leafHash);
}
