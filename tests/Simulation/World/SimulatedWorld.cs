using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Engine.Checkpoints;
using Ledger.Engine.Execution;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Simulation.Checkers;

namespace Ledger.Simulation.World;

/// <summary>Everything of one simulation: clock, network, nodes, clients, and those who watch them.</summary>
public sealed class SimulatedWorld : IDisposable
{
    private readonly ISigner[] _signers;
    private readonly ISigner[] _operators;
    private readonly List<ISigner>[] _keys;
    private readonly CosigningSigners[] _cosigners;
    private readonly SeededRandom _cosigning;
    private readonly SeededRandom _apart;

    /// <summary>Apart from all else that a seed draws, so that the worlds of past seeds stay what they were.</summary>
    private const ulong CosigningSeed = 0x636f7369676e;

    private const ulong StatusSeed = 0x737461747573;

    private readonly int[] _regions;

    private static SimulatedSuite Sm2 { get; } = new(SuiteId.Sm2, CosigningKeys.Sm2Bytes);

    public SimulatedWorld(SimulationOptions options)
    {
        Options = options;
        _cosigning = new SeededRandom(options.Seed ^ CosigningSeed);
        SeededRandom random = new(options.Seed);
        _signers = [.. Enumerable.Range(0, options.Validators + 1).Select(_ => NewSigner(random))];
        _apart = new SeededRandom(~options.Seed); // so that the worlds of past seeds stay what they were
        _operators = [.. Enumerable.Range(0, options.Nodes).Select(_ => NewSigner(_apart))];
        _keys =
        [
            .. Enumerable.Range(0, options.Nodes)
                .Select(i => new List<ISigner> { i < options.Validators ? _signers[i] : NewSigner(_apart) }),
        ];
        _cosigners = [.. Enumerable.Range(0, options.Nodes).Select(_ => NewCosigners())];
        Suites = options.RealSignatures
            ? new SignatureSuites(new Ed25519Suite(), Sm2)
            : new SignatureSuites(new SimulatedSuite(), new SimulatedSuite(SuiteId.Ed25519), Sm2);
        Genesis = NewGenesis();
        _regions =
        [
            .. Genesis.Validators.Validators.Select(v => Regions.Index().First(r => r.Item == v.Region).Index),
            .. Enumerable.Range(0, options.Spares).Select(_ => _apart.Below(options.Layout.Count)),
        ];
        Epochs = new EpochBook(this);
        Checkers = new CheckerSet(this);
        Network = new SimulatedNetwork(this, random.Fork());
        Nodes = [.. Enumerable.Range(0, options.Nodes).Select(i => new SimulatedNode(this, i, random.Fork()))];
        Workload = new Workload(this, random.Fork());
        Faults = new FaultPlan(this, random.Fork());
        Changes = new ChangePlan(this, _apart.Fork());
        Journals = new JournalPlan(this, _apart.Fork());
        Statuses = new StatusPlan(this, new SeededRandom(options.Seed ^ StatusSeed));
    }

    /// <summary>Where validators may stand; a layout counts them in this order.</summary>
    public static IReadOnlyList<Region> Regions { get; } = [new("CN-SZ"), new("SG"), new("HK")];

    public SimulationOptions Options { get; }

    public Genesis Genesis { get; }

    public SignatureSuites Suites { get; }

    public EpochBook Epochs { get; }

    public SimulatedClock Clock { get; } = new();

    public Trace Trace { get; } = new();

    public Coverage Coverage { get; } = new();

    public CheckerSet Checkers { get; }

    public SimulatedNetwork Network { get; }

    public SimulatedNode[] Nodes { get; }

    /// <summary>Whoever tells what happens here.</summary>
    public IWorldObserver? Observer { get; set; }

    /// <summary>The nodes that no adversary plays.</summary>
    public IEnumerable<SimulatedNode> Honest => Nodes.Where(n => n.IsHonest);

    /// <summary>The honest ones that are not gone for good.</summary>
    public IEnumerable<SimulatedNode> Live => Honest.Where(n => !n.IsRetired);

    /// <summary>Whether the live honest validators alone can go on; if not, only safety is asked of them.</summary>
    /// <remarks>Who has lost its journal is brought back by the others. And so in every set that may follow.</remarks>
    public bool HasHonestQuorum => Changes.Sets().All(set => set.HasQuorum(
        set.FindAll(Live.Where(n => !n.IsLate && !n.IsSilenced).Select(n => EpochBook.NameOf(n.Index)))));

    /// <summary>What <see cref="HasHonestQuorum"/> was when all faults were over.</summary>
    /// <remarks>Judged once: a change that was under way then may begin an epoch in which it is otherwise.</remarks>
    public bool MustProgress { get; private set; }

    public Workload Workload { get; }

    public FaultPlan Faults { get; }

    public ChangePlan Changes { get; }

    public JournalPlan Journals { get; }

    public StatusPlan Statuses { get; }

    /// <summary>The only issuer's key.</summary>
    public ISigner IssuerSigner => _signers[^1];

    /// <summary>A node's consensus keys, the newest last.</summary>
    public IReadOnlyList<ISigner> KeysOf(int node) => _keys[node];

    /// <summary>Its key in an epoch; the newest when it has none there.</summary>
    public ISigner SignerOf(SimulatedNode node, EpochConfiguration epoch)
        => _keys[node.Index].FirstOrDefault(k => epoch.Validators.FindKey(k.Suite, k.PublicKey.Span) is not null) ?? _keys[node.Index][^1];

    public ISigner OperatorOf(int node) => _operators[node];

    public CosigningSigners CosignersOf(int node) => _cosigners[node];

    /// <summary>Gives a node one key more.</summary>
    public ISigner AddKey(int node)
    {
        _keys[node].Add(NewSigner(_apart));
        return _keys[node][^1];
    }

    /// <summary>A key that nobody has in hand.</summary>
    public ISigner StrangeKey() => NewSigner(_apart);

    /// <summary>Cosigning keys that nobody has in hand.</summary>
    public CosigningSigners StrangeCosigners() => NewCosigners();

    /// <summary>A node as a validator's record has it, under a key of its own.</summary>
    public Validator RecordOf(int node, ISigner key)
        => new(
            EpochBook.NameOf(node),
            Regions[RegionOf(node)],
            key.Suite,
            key.PublicKey,
            Sha256.Hash([(byte)node]),
            _operators[node].PublicKey,
            CosigningKeys.Of(_cosigners[node]));

    /// <summary>A validator's region, as an index into <see cref="Regions"/>.</summary>
    public int RegionOf(int node) => _regions[node];

    public EngineSetup SetupOf(SimulatedNode node, SimulatedDisk disk)
        => new(
            Genesis,
            EpochBook.NameOf(node.Index),
            _keys[node.Index],
            Suites,
            disk.JournalDirectory,
            new IssuerRegistry(Genesis),
            disk.Open(),
            node,
            node,
            Options.Engine,
            Options.HeartbeatMs,
            Options.Journal,
            misbehavior => Checkers.Accused(node, misbehavior),
            node.Versions,
            Options.Cosigns ? new CosigningSetup([_cosigners[node.Index]], disk.CheckpointDirectory) : null);

    public CheckedBatch Check(Batch batch)
        => new(batch, [.. batch.Transactions.Select(Check)]);

    public CheckedTransaction Check(SignedTransaction signed)
    {
        bool known = signed.Transaction.SigningIssuer == 0;
        return CheckedTransaction.Check(signed, known ? Genesis.Issuers[0] : null, Suites);
    }

    /// <summary>The end of all faults, and of what operators decide.</summary>
    public void Heal()
    {
        Faults.End();
        Changes.End();
        Journals.End();
        MustProgress = HasHonestQuorum;
    }

    /// <summary>Hands out the receipts a node can make after its turn.</summary>
    public void Acknowledge(SimulatedNode node)
    {
        foreach (Digest transaction in node.IsHonest ? node.Receipts!.News : [])
        {
            Workload.Decided(node, transaction);
        }

        node.Receipts!.News.Clear();
    }

    public void Dispose()
    {
        Trace.Dispose();
        IEnumerable<ISigner> signers = _signers.Concat(_operators).Concat(_keys.SelectMany(k => k));
        foreach (IDisposable signer in signers.OfType<IDisposable>().Concat(_cosigners))
        {
            signer.Dispose();
        }
    }

    private ISigner NewSigner(SeededRandom random)
    {
        if (!Options.RealSignatures)
        {
            return new SimulatedSigner(random);
        }

        Span<byte> seed = stackalloc byte[Ed25519Signer.SeedSize];
        random.Fill(seed);
        return new Ed25519Signer(seed);
    }

    /// <summary>SM2 is never the real one: each of its signatures has a nonce of its own, and a seed is one world.</summary>
    private CosigningSigners NewCosigners()
    {
        ISigner ed25519 = Options.RealSignatures ? NewSigner(_cosigning) : new SimulatedSigner(_cosigning, SuiteId.Ed25519);
        return new CosigningSigners(ed25519, new SimulatedSigner(_cosigning, SuiteId.Sm2, CosigningKeys.Sm2Bytes));
    }

    /// <summary>As <c>ledger genesis</c> makes one: the regions interleaved in the order of the set.</summary>
    private Genesis NewGenesis()
    {
        IEnumerable<Region> regions = Options.Layout.Index().SelectMany(l => Enumerable.Repeat(Regions[l.Index], l.Item));
        Validator[] places = Genesis.InterleaveByRegion(regions.Select(region => new Validator(
            "", region, IssuerSigner.Suite, default, default, default, CosigningKeys.Of(_cosigners[0]))));
        ValidatorSet set = new(
            places.Select((place, i) => place with
            {
                Name = EpochBook.NameOf(i),
                PublicKey = _signers[i].PublicKey,
                TlsPin = Sha256.Hash([(byte)i]),
                OperatorKey = _operators[i].PublicKey,
                CosigningKeys = CosigningKeys.Of(_cosigners[i]),
            }),
            Regions.Take(Options.Layout.Count).Select(r => new RegionMinimum(r, Options.RegionMinimum)));
        Issuer issuer = new(0, "bank", Regions[0], IssuerSigner.Suite, IssuerSigner.PublicKey);
        return new Genesis($"simulated-{Options.Seed}", 1_800_000_000_000, Options.Parameters, set, [issuer]);
    }
}
