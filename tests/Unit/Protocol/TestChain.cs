using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Merkle;

namespace Ledger.Tests.Unit.Protocol;

/// <summary>
/// A chain with real keys and one block of five leaves, from which receipts are made, good and otherwise.
/// </summary>
internal sealed class TestChain
{
    /// <summary>The three signers of a receipt unless a test wants others.</summary>
    public const ulong ThreeSigners = 0b0111;

    public static readonly Digest TransactionId = Sha256.Hash("a transaction"u8);

    /// <summary>Leaves 1 to 4 are of one transaction, between two that were refused.</summary>
    public static readonly OutcomeRecord[] Outcomes =
    [
        new(Sha256.Hash("refused"u8), Outcome.Expired, 0, 0),
        new(TransactionId, Outcome.Anchored, 1, 4),
        new(Sha256.Hash("also refused"u8), Outcome.Replayed, 0, 0),
    ];

    private readonly ISigner[] _signers;
    private readonly EpochConfiguration? _configuration;

    /// <param name="regions">One validator in each of these; every region named has minimum 1.</param>
    public TestChain(params string[] regions)
    {
        _signers = [.. regions.Select((_, i) => new Ed25519Signer(Seed((byte)i)))];
        Genesis = new Genesis(
            "test", 1_700_000_000_000, new ChainParameters(), MakeSet(regions), [MakeIssuer(0), MakeIssuer(1)]);
    }

    /// <summary>A later epoch of a chain, under the keys of its own validators.</summary>
    public TestChain(Genesis genesis, EpochConfiguration configuration, ISigner[] signers)
        => (Genesis, _configuration, _signers) = (genesis, configuration, signers);

    public static TestChain TwoAndTwo { get; } = new("CN-SZ", "SG", "CN-SZ", "SG");

    public static SignatureSuites Suites { get; } = new(new Ed25519Suite());

    public Genesis Genesis { get; }

    public EpochConfiguration Configuration => _configuration ?? Genesis.Configuration;

    /// <summary>A receipt of leaf 3; what is changed here is changed before the validators sign.</summary>
    public Receipt MakeReceipt(
        int descendants = 0,
        ulong signers = ThreeSigners,
        Func<LeafRecord, LeafRecord>? leaf = null,
        Func<BlockHeader, BlockHeader>? header = null)
    {
        LeafRecord record = MakeLeaf(3);
        record = leaf?.Invoke(record) ?? record;
        MemoryTiles tiles = new();
        tiles.Append([.. Genesis.Leaf.Encode(), .. MakeLeaf(1).Encode(), .. MakeLeaf(2).Encode(), .. record.Encode()]);
        tiles.Append(MakeLeaf(4).Encode());
        BlockHeader first = MakeHeader(tiles.Frontier);
        first = header?.Invoke(first) ?? first;
        List<BlockHeader> rest = [];
        for (int i = 0; i < descendants; i++)
        {
            BlockHeader parent = rest.LastOrDefault(first);
            rest.Add(parent with { Height = parent.Height.Next, Parent = parent.ComputeId().Sha256 });
        }

        InclusionProof proof = new AnchorProver(tiles).ProveInclusion(3, 5);
        return new Receipt(record, proof, first, rest, Certify(rest.LastOrDefault(first), signers), OutcomeProof.Of(Outcomes, 1));
    }

    public QuorumCertificate Certify(
        BlockHeader header, ulong signers = ThreeSigners, StatementType type = StatementType.Commit)
    {
        Statement statement = new(type, new View(2), header.Height, header.ComputeId());
        SignerSet set = new(signers);
        byte[] signatures =
            [.. set.Members.SelectMany(i => statement.Sign(Configuration.Context, _signers[i.Value % _signers.Length]))];
        return new QuorumCertificate(statement, set, signatures);
    }

    /// <summary>What a validator says, signed.</summary>
    public SignedStatement Say(int by, Statement statement) => new(statement, statement.Sign(Configuration.Context, _signers[by]));

    public ReceiptFault Verify(Receipt receipt) => ReceiptVerifier.Verify(receipt, Genesis, Suites);

    private ValidatorSet MakeSet(string[] regions) => new(
        regions.Select((region, i) => new Validator(
            $"validator-{i}", new Region(region), SuiteId.Ed25519, _signers[i].PublicKey, Sha256.Hash([(byte)i]), KeyOf(150 + i),
            CosigningKeysOf(200 + i))),
        regions.Distinct().Select(region => new RegionMinimum(new Region(region), 1)));

    internal static Issuer MakeIssuer(uint index)
        => new(index, $"bank-{index}", new Region("SG"), SuiteId.Ed25519, KeyOf(100 + (int)index));

    internal static ReadOnlyMemory<byte> KeyOf(int seed)
    {
        using Ed25519Signer key = new(Seed((byte)seed));
        return key.PublicKey;
    }

    internal static byte[] CosigningSecretOf(int seed) => [.. Seed((byte)seed), .. Seed((byte)seed)];

    internal static CosigningKeys CosigningKeysOf(int seed)
    {
        using CosigningSigners signers = CosigningSigners.Open(CosigningSecretOf(seed));
        return CosigningKeys.Of(signers);
    }

    private static LeafRecord MakeLeaf(byte number) => new(
        new AnchorTerms(CommitmentScheme.SaltedFile, 7, 0, 0),
        1,
        Sha256.Hash([number]),
        LeafRecord.PrefixOf(TransactionId));

    private BlockHeader MakeHeader(AnchorFrontier log) => new()
    {
        ChainId = Genesis.ChainId,
        Epoch = Configuration.Number,
        Height = Configuration.Start + 11,
        Parent = Sha256.Hash("parent"u8),
        TimeMs = 1_700_000_001_000,
        ConfigurationHash = Configuration.Hash,
        NextConfigurationHash = Configuration.Hash,
        BatchesRoot = default,
        OutcomesRoot = OutcomeProof.Of(Outcomes, 1).Root,
        LogSize = log.Size,
        LogRoot = log.Root.Sha256,
        LogRootSm3 = log.Root.Sm3,
        StateRoot = default,
    };

    private static byte[] Seed(byte number) => [.. Enumerable.Repeat(number, Ed25519Signer.SeedSize)];
}
