using System.Text;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>Two validators in Shenzhen and two in Singapore in one process, with an issuer: keys of a seed, and worth as much.</summary>
public sealed class SeededConsortium : IDisposable
{
    /// <summary>Of block 0; one second for each block, so that no clock is in any proof.</summary>
    public const ulong StartMs = 1_790_000_000_000;

    private static readonly string[] Regions = ["CN-SZ", "SG", "CN-SZ", "SG"];

    private readonly ulong _seed;
    private readonly SoftwareSigner[] _signers;
    private readonly CosigningSigners[] _cosigners;
    private readonly SoftwareSigner _issuer;

    public SeededConsortium(ulong seed)
    {
        _seed = seed;
        _signers = [.. Regions.Select((_, i) => Open("validator", i))];
        _cosigners = [.. Regions.Select((_, i) => CosigningSigners.Open([.. Secret("cosigner", i), .. Secret("sm2", i)]))];
        _issuer = Open("issuer", 0);
        Issuer issuer = new(0, "bank-sz", new Region(Regions[0]), SuiteId.Ed25519, _issuer.PublicKey);
        ChainParameters parameters = new(ProtocolVersion: ProtocolVersions.OfThisProgram.Highest);
        Genesis = new Genesis("bench-proofs", StartMs, parameters, MakeSet(), [issuer]);
    }

    public Genesis Genesis { get; }

    public Issuer Issuer => Genesis.Issuers[0];

    public IReadOnlyList<CosigningSigners> Cosigners => _cosigners;

    /// <summary>The certificate of a jurisdiction quorum: three of the four, as a node has it first.</summary>
    public QuorumCertificate Certify(BlockHeader header)
    {
        Statement statement = new(StatementType.Commit, View.Zero, header.Height, header.ComputeId());
        SignerSet signers = SignerSet.Of(Enumerable.Range(0, Genesis.Validators.Quorum).Select(i => new ValidatorIndex((byte)i)));
        byte[] signatures = [.. signers.Members.SelectMany(i => statement.Sign(Genesis.Context, _signers[i.Value]))];
        return new QuorumCertificate(statement, signers, signatures);
    }

    /// <summary>Both checkpoints of a block, cosigned by all four.</summary>
    public PublishedCheckpoint Publish(BlockHeader header)
    {
        Cosigned[] lines = [.. _cosigners.Select((c, i) => Cosigned.Sign(new ValidatorIndex((byte)i), header, c))];
        return PublishedCheckpoint.Of(Genesis.Configuration, lines)
            ?? throw new InvalidOperationException("Four validators are no jurisdiction quorum.");
    }

    public SignedTransaction Sign(Transaction transaction) => SignedTransaction.Sign(transaction, _issuer);

    public void Dispose()
    {
        _issuer.Dispose();
        Array.ForEach(_cosigners, c => c.Dispose());
        Array.ForEach(_signers, s => s.Dispose());
    }

    private ValidatorSet MakeSet() => new(
        Regions.Select((region, i) => new Validator(
            $"{region.ToLowerInvariant()}-{(i / 2) + 1}",
            new Region(region),
            SuiteId.Ed25519,
            _signers[i].PublicKey,
            Sha256.Hash(Secret("tls", i)),
            PublicKeyOf("operator", i),
            CosigningKeys.Of(_cosigners[i]))),
        Regions.Distinct().Select(region => new RegionMinimum(new Region(region), 1)));

    private ReadOnlyMemory<byte> PublicKeyOf(string purpose, int index)
    {
        using SoftwareSigner signer = Open(purpose, index);
        return signer.PublicKey;
    }

    private SoftwareSigner Open(string purpose, int index) => SoftwareSigner.Open(SuiteId.Ed25519, Secret(purpose, index));

    private byte[] Secret(string purpose, int index)
        => Sha256.Hash(Encoding.ASCII.GetBytes(FormattableString.Invariant($"bench proofs {_seed} {purpose} {index}"))).ToArray();
}
