using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Tests.Unit.Consensus;

/// <summary>A validator set whose every key is at hand: says anything in anybody's name.</summary>
/// <remarks>Regions alternate, each with minimum 1. With four validators p(0) is 1, p(1) is 2, p(2) is 3, p(3) is 0.</remarks>
internal sealed class Committee
{
    /// <summary>A jurisdiction quorum of four.</summary>
    public const ulong FirstThree = 0b0111;

    private const byte FirstIssuerKey = 100;

    private const byte FirstOperatorKey = 150;

    private readonly ToySigner[] _signers;

    public Committee(int size = 4, ChainParameters? parameters = null)
    {
        _signers = [.. Enumerable.Range(0, size).Select(i => new ToySigner((byte)i))];
        Region[] regions = [new Region("CN-SZ"), new Region("SG")];
        ValidatorSet set = new(
            _signers.Select((s, i) => new Validator(
                $"validator-{i}", regions[i % 2], s.Suite, s.PublicKey, Sha256.Hash([(byte)i]), OperatorKey(i).PublicKey,
                CosigningKeys.Of(CosignersOf(i)))),
            regions.Take(size).Select(r => new RegionMinimum(r, 1)));
        Genesis = new Genesis(
            "test", 1_700_000_000_000, parameters ?? new ChainParameters(), set, [IssuerOf(0), IssuerOf(1)]);
    }

    public static SignatureSuites Suites { get; } = new(
        new ToySuite(), new ToySuite(SuiteId.Ed25519), new ToySuite(SuiteId.Sm2, CosigningKeys.Sm2Bytes));

    public Genesis Genesis { get; }

    public VoteContext Context => Genesis.Context;

    /// <summary>Stands for block 0.</summary>
    public BlockId Origin { get; } = new(Sha256.Hash("origin"u8), Sm3.Hash("origin"u8));

    public static ToySigner IssuerKey(uint index) => new((byte)(FirstIssuerKey + index));

    public static ToySigner OperatorKey(int validator) => new((byte)(FirstOperatorKey + validator));

    public static CosigningSigners CosignersOf(int validator) => new(
        new ToySigner((byte)validator, SuiteId.Ed25519), new ToySigner((byte)validator, SuiteId.Sm2, CosigningKeys.Sm2Bytes));

    public static ValidatorIndex At(int index) => new((byte)index);

    public ISigner SignerOf(int index) => _signers[index];

    public ValidatorIndex Primary(ulong view) => Genesis.Configuration.Primary(new View(view));

    /// <summary>A block that nothing but its salt tells from its siblings; consensus looks no deeper.</summary>
    public Block Child(Digest parent, ulong height, int salt = 0) => new(
        new BlockHeader
        {
            ChainId = Genesis.ChainId,
            Epoch = default,
            Height = new Height(height),
            Parent = parent,
            TimeMs = Genesis.TimeMs + height,
            ConfigurationHash = Genesis.Configuration.Hash,
            NextConfigurationHash = Genesis.Configuration.Hash,
            BatchesRoot = Block.RootOf([]),
            OutcomesRoot = default,
            LogSize = 1,
            LogRoot = default,
            LogRootSm3 = default,
            StateRoot = Sha256.Hash([(byte)salt]),
        },
        []);

    /// <summary>A run of blocks from height 1.</summary>
    public Block[] Run(int length, int salt = 0)
    {
        List<Block> run = [];
        for (int i = 0; i < length; i++)
        {
            run.Add(Child(i == 0 ? Origin.Sha256 : run[^1].Hash, (ulong)i + 1, salt));
        }

        return [.. run];
    }

    public PrePrepare Propose(ulong view, Block block) => Propose(Primary(view).Value, view, block);

    public PrePrepare Propose(int by, ulong view, Block block)
    {
        Statement statement = new(StatementType.PrePrepare, new View(view), block.Height, block.Id);
        return new PrePrepare(At(by), new View(view), block, Sign(by, statement));
    }

    public Vote Prepare(int by, ulong view, Block block) => VoteOf(by, view, block, StatementType.Prepare);

    public Vote Commit(int by, ulong view, Block block) => VoteOf(by, view, block, StatementType.Commit);

    public Suspect Ask(int by, ulong view)
        => new(At(by), new View(view), Sign(by, Suspect.StatementFor(new View(view))));

    public ViewChange Leave(int by, ulong view, QuorumCertificate? commit = null, QuorumCertificate? prepared = null)
        => new(
            At(by), new View(view), commit, prepared, Sign(by, ViewChange.StatementFor(new View(view), commit, prepared)));

    public NewView Open(ulong view, params ViewChange[] changes)
    {
        int by = Primary(view).Value;
        return new NewView(At(by), new View(view), changes, Sign(by, NewView.StatementFor(new View(view), changes)));
    }

    public QuorumCertificate Certify(StatementType type, ulong view, Block block, ulong signers = FirstThree)
    {
        Statement statement = new(type, new View(view), block.Height, block.Id);
        SignerSet set = new(signers);
        return new QuorumCertificate(statement, set, [.. set.Members.SelectMany(i => Sign(i.Value, statement))]);
    }

    private Vote VoteOf(int by, ulong view, Block block, StatementType type)
    {
        Statement statement = new(type, new View(view), block.Height, block.Id);
        return new Vote(At(by), statement, Sign(by, statement));
    }

    private byte[] Sign(int by, Statement statement) => statement.Sign(Context, _signers[by]);

    private static Issuer IssuerOf(uint index)
        => new(index, $"bank-{index}", new Region("SG"), SuiteId.Simulated, IssuerKey(index).PublicKey);
}
