using Ledger.Client.Cose;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Unit.Client.Cose;

/// <summary>The test chain's receipt of leaf 3 of 5, said again by the members of a set with keys of their own.</summary>
internal sealed class CoseWorld : IDisposable
{
    public const string Origin = "ledger.example/log";

    private readonly SoftwareSigner[] _signers = [.. Enumerable.Range(0, 4).Select(i => Open(i % 2 == 0 ? SuiteId.Ed25519 : SuiteId.P256))];

    public static Ledger.Protocol.Receipts.Receipt Proven { get; } = TestChain.TwoAndTwo.MakeReceipt();

    public static Digest Leaf { get; } = MerkleHash.Sha256Leaf(Proven.Leaf.Encode());

    public static ValidatorSet Set => TestChain.TwoAndTwo.Genesis.Configuration.Validators;

    public IEnumerable<CoseSigner> Signers
        => _signers.Select((s, i) => new CoseSigner(new ValidatorIndex((byte)i), s.Suite, s.PublicKey));

    public ReadOnlySpan<byte> KeyOf(int validator) => _signers[validator].PublicKey.Span;

    public CoseReceipt Sign(int validator, string origin = Origin, ulong height = 12, InclusionProof? proof = null)
        => CoseReceipt.Sign(_signers[validator], origin, new Height(height), Leaf, proof ?? Proven.Proof);

    public CoseFault Judge(IEnumerable<CoseReceipt> receipts, out SignerSet found)
        => new CoseJudge(Set, Signers, Origin, SignatureSuites.Production).Judge(new CoseReceiptList([.. receipts]), Leaf, out found);

    public void Dispose()
    {
        foreach (SoftwareSigner signer in _signers)
        {
            signer.Dispose();
        }
    }

    private static SoftwareSigner Open(SuiteId suite) => SoftwareSigner.Open(suite, SoftwareSigner.Draw(suite));
}
