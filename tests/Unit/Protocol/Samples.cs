using Ledger.Client.Light;
using Ledger.Consensus;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Snapshots;
using Ledger.Protocol.Statuses;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Protocol;

/// <summary>Values of every wire type, well formed and otherwise arbitrary.</summary>
internal sealed class Samples(TinyRandom random)
{
    private static readonly Committee Cosigners = new();

    public Transaction List() => AnchorTransaction.List(
        random.Digest(),
        Height(),
        random.U32(),
        Terms(CommitmentScheme.SaltedFile),
        random.Bytes(32 * (1 + random.Below(4))));

    public Transaction Root() => AnchorTransaction.Root(
        random.Digest(),
        Height(),
        random.U32(),
        Terms(CommitmentScheme.MerkleRoot),
        1 + (random.U32() >> 1),
        random.Digest());

    public Transaction Govern() => GovernanceTransaction.Of(
        new GovernanceChange(random.Digest(), random.U64(), random.List(1, 5, Action)), Height(),
        [new Approval(new ValidatorIndex(1), Signature()), new Approval(new ValidatorIndex(7), Signature())]);

    public GovernanceAction Action() => random.Below(7) switch
    {
        0 => new GovernanceAction.AddValidator(Validator(0), random.Bytes(Possession.ValidatorBytes)),
        1 => new GovernanceAction.RemoveValidator(random.Name()),
        2 => new GovernanceAction.ReplaceValidator(Validator(1), random.Bytes(Possession.ValidatorBytes)),
        3 => new GovernanceAction.SetRegionMinimum(new RegionMinimum(new Region("SG"), (byte)random.Below(4))),
        4 => new GovernanceAction.SetParameters(new ChainParameters(Window: random.U64(), ProtocolVersion: random.U32())),
        5 => new GovernanceAction.Later((byte)(GovernanceAction.FirstLaterKind + random.Below(9)), random.Bytes(random.Below(200))),
        _ => new GovernanceAction.Withdraw(),
    };

    public Transaction Ready() => MembershipTransaction.Ready(random.Digest(), Height(), random.Name(), new Epoch(random.U32()));

    public Transaction Rejoin()
        => MembershipTransaction.Rejoin(random.Digest(), Height(), random.Name(), new Epoch(random.U32()), 1 + (random.U64() >> 1));

    public Transaction ChangeStatuses()
        => StatusTransaction.Of(random.Digest(), Height(), random.U32(), random.List(1, 5, StatusChange));

    private StatusChange StatusChange()
    {
        StatusAction action = (StatusAction)(1 + random.Below(4));
        return new(
            random.Digest(), action, (StatusReason)random.Below(9), action == StatusAction.Supersede ? random.Digest() : null);
    }

    public StatusEntry StatusEntry()
    {
        AnchorStatus status = (AnchorStatus)(1 + random.Below(4));
        return new(
            status, (StatusReason)random.Below(9), Height(), random.U64(), status == AnchorStatus.Superseded ? random.Digest() : null);
    }

    public StatusProof StatusProof()
    {
        StatusEntry? entry = random.Bool() ? StatusEntry() : null;
        MapLeaf? neighbour = entry is null && random.Bool() ? new MapLeaf(random.Digest(), random.Digest()) : null;
        return new(
            Header(), Certificate(StatementType.Commit), random.U32(), random.Digest(), entry, neighbour,
            new MapProof(random.List(0, 4, random.Digest)));
    }

    public SignedTransaction Signed() => new(random.Bool() ? List() : Root(), SuiteId.Ed25519, Signature());

    public LeafRecord Leaf() => new(
        Terms(CommitmentScheme.SaltedFile), random.U32(), random.Digest(), random.U64() >> 16);

    public OutcomeRecord Outcome()
        => new(random.Digest(), (Outcome)(1 + random.Below(6)), random.U64(), random.U32());

    public BlockHeader Header() => new()
    {
        ChainId = random.Digest(),
        Epoch = new Epoch(random.U32()),
        Height = Height(),
        Parent = random.Digest(),
        TimeMs = random.U64(),
        ConfigurationHash = random.Digest(),
        NextConfigurationHash = random.Digest(),
        BatchesRoot = random.Digest(),
        OutcomesRoot = random.Digest(),
        LogSize = random.U64(),
        LogRoot = random.Digest(),
        LogRootSm3 = random.Digest(),
        StateRoot = random.Digest(),
    };

    public Block Block() => new(Header(), random.List(0, 4, random.Digest));

    public Batch Batch() => Ledger.Protocol.Blocks.Batch.Of(Index(), random.List(1, 3, Signed));

    public QuorumCertificate Certificate() => Certificate(random.Bool() ? StatementType.Commit : StatementType.Prepare);

    public Message Message(MessageKind kind) => kind switch
    {
        MessageKind.PrePrepare => new PrePrepare(Index(), View(), Block(), Signature()),
        MessageKind.Prepare => new Vote(Index(), Statement(StatementType.Prepare), Signature()),
        MessageKind.Commit => new Vote(Index(), Statement(StatementType.Commit), Signature()),
        MessageKind.ViewChange => ViewChange(),
        MessageKind.NewView => new NewView(Index(), View(), random.List(1, 3, ViewChange), Signature()),
        MessageKind.Suspect => new Suspect(Index(), View(), Signature()),
        MessageKind.Status => new Status(
            Index(), View(), random.Bool(), View(), Height(), Height()),
        MessageKind.FetchBlocks => new FetchBlocks(Index(), Height(), random.Digest()),
        MessageKind.ChainSegment => new ChainSegment(Index(), random.List(1, 3, Block), Perhaps(StatementType.Commit)),
        MessageKind.FetchBatches => new FetchBatches(Index(), random.List(0, 4, random.Digest)),
        MessageKind.Batch => new BatchMessage(Index(), Batch()),
        MessageKind.FetchSnapshot => new FetchSnapshot(Index(), Height()),
        MessageKind.SnapshotOffer => new SnapshotOffer(Index(), Outline()),
        MessageKind.FetchPiece => new FetchPiece(Index(), Height(), Piece(), random.U64(), random.U64()),
        MessageKind.SnapshotPiece => new SnapshotPiece(Index(), Height(), Piece(), random.U64(), random.Bytes(random.Below(40))),
        MessageKind.Cosigned => new Cosigned(
            Index(), Height(), random.U64() >> 1, new TwinCheckpoint(random.U64() >> 1, random.Digest(), random.Digest()),
            random.Bytes(Cosigned.SignaturesBytes)),
        MessageKind.FetchCosigned => new FetchCosigned(Index(), random.U64() >> 1),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No sample of this kind."),
    };

    /// <summary>By three of four, under the keys of the tests' committee: nothing else would be read.</summary>
    public PublishedCheckpoint Published()
    {
        EpochConfiguration epoch = Cosigners.Genesis.Configuration;
        BlockHeader header = Header() with { ChainId = epoch.ChainId, LogSize = random.U64() >> 1 };
        return PublishedCheckpoint.Of(
            epoch,
            [.. Enumerable.Range(0, 3).Select(i => Cosigned.Sign(Committee.At(i), header, Committee.CosignersOf(i)))])!;
    }

    private PieceKind Piece() => (PieceKind)(1 + random.Below(3));

    private SnapshotOutline Outline() => new(
        random.List(0, 2, Link), Header(), Certificate(), random.List(1, 3, () => new TwinDigest(random.Digest(), random.Digest())),
        random.List(SnapshotOutline.MapParts, SnapshotOutline.MapParts, Part));

    private MapRoot Part() => random.Bool() ? new MapRoot((MapRootKind)(1 + random.Below(2)), random.Digest()) : default;

    public ViewChange ViewChange() => new(
        Index(), View(), Perhaps(StatementType.Commit), Perhaps(StatementType.Prepare), Signature());

    public Promise Held() => new Promise.Held(Block());

    public Promise Prepared()
        => new Promise.Prepared(new Position(View(), Height()), new BlockId(random.Digest(), random.Digest()));

    public Promise Certified() => new Promise.Certified(Certificate());

    public Promise Left() => new Promise.Left(ViewChange());

    public Promise Primary() => new Promise.Primary(View());

    public Promise Recovered() => new Promise.Recovered(new Epoch(random.U32()));

    public Promise Entered() => new Promise.Entered(new Epoch(random.U32()));

    public DurableState Durable()
    {
        DurableState state = new();
        foreach (Promise promise in (Promise[])[.. random.List(0, 3, Held), Prepared(), Certified(), Left(), Primary()])
        {
            state.Apply(promise);
        }

        return state;
    }

    public Validator Validator(int index) => new(
        random.Name(), new Region(index % 2 == 0 ? "CN-SZ" : "SG"), SuiteId.Ed25519, random.Bytes(32), random.Digest(),
        random.Bytes(32), new CosigningKeys(random.Bytes(32), random.Bytes(65)));

    public ValidatorSet Set() => new(
        Enumerable.Range(0, 2 + random.Below(6)).Select(Validator).ToArray(),
        [new RegionMinimum(new Region("CN-SZ"), 1), new RegionMinimum(new Region("SG"), 1)]);

    public Issuer Issuer(uint index)
        => new(index, random.Name(), new Region("SG"), SuiteId.Ed25519, random.Bytes(32));

    public IssuerEntry IssuerEntry() => IssuerEntry((uint)random.Below(100));

    private IssuerEntry IssuerEntry(uint index)
        => random.Bool()
            ? Ledger.Protocol.Transactions.IssuerEntry.OfGenesis(Issuer(index))
            : new(Issuer(index), new Height(1 + (random.U64() >> 1)), random.Bool() ? Height() : default);

    public RecoveryOrder RecoveryOrder()
        => Ledger.Protocol.Governance.RecoveryOrder.After(
            new Epoch(random.U32()), View(), random.List(0, 3, () => new LostJournal(random.Name(), random.U64())));

    public IssuerAction IssuerAction() => random.Below(3) switch
    {
        0 => new IssuerAction.Add(Issuer(0), Signature()),
        1 => new IssuerAction.Replace(Issuer(0), Signature()),
        _ => new IssuerAction.Retire(random.Name()),
    };

    public ProvenIssuers ProvenIssuers()
    {
        int count = random.Below(3);
        return new ProvenIssuers(
            Header(), Certificate(StatementType.Commit),
            [.. Enumerable.Range(0, count).Select(i => new ProvenIssuer(
                IssuerEntry((uint)i), new MapProof(random.List(0, 4, random.Digest))))]);
    }

    public IssuerFile IssuerFile() => new(random.Digest(), random.List(0, 2, ProvenIssuers));

    public Genesis Genesis() => new(
        random.Name(),
        random.U64() >> 20,
        new ChainParameters(BaseTimeoutMs: 1 + (ulong)random.Below(1000)),
        Set(),
        [Issuer(0), Issuer(1)]);

    public InclusionProof Proof()
    {
        // Sizes that are powers of two have paths of equal lengths.
        int height = random.Below(12);
        return new InclusionProof(
            (ulong)random.Below(1 << height),
            1UL << height,
            random.List(height, height, () => new TwinDigest(random.Digest(), random.Digest())));
    }

    public Receipt Receipt() => new(
        Leaf(), Proof(), Header(), random.List(0, 2, Header), Certificate(StatementType.Commit), OutcomeProof());

    public EpochLink Link() => new(
        Header(),
        Certificate(StatementType.Commit),
        new EpochConfiguration(random.Digest(), new Epoch(random.U32()), Height(), random.Digest(), new ChainParameters(), Set()));

    public EpochFile EpochFile() => new(random.Digest(), random.List(0, 2, Link));

    public LightFile LightFile()
    {
        EpochLink link = Link();
        HeaderRun run = new([link.Last, .. random.List(0, 2, Header)], link.Certificate);
        return new LightFile(new LightState(link.Next, run), random.Below(2) == 0 ? null : run);
    }

    public Misbehavior Two() => Misbehavior.Two(Context(), Index(), Said(StatementType.NewView), Said(StatementType.NewView));

    public Misbehavior Hidden() => Misbehavior.Hidden(
        Context(), new Vote(Index(), Statement(StatementType.Commit), Signature()), ViewChange());

    public Misbehavior Below() => Misbehavior.Below(
        Context(), new Vote(Index(), Statement(StatementType.Prepare), Signature()), Certificate(StatementType.Commit));

    private VoteContext Context() => new(random.Digest(), new Epoch(random.U32()), random.Digest());

    private SignedStatement Said(StatementType type) => new(Statement(type), Signature());

    private OutcomeProof OutcomeProof()
        => Ledger.Protocol.Receipts.OutcomeProof.Of(random.List(1, 9, Outcome), 0);

    private QuorumCertificate? Perhaps(StatementType type) => random.Bool() ? Certificate(type) : null;

    private QuorumCertificate Certificate(StatementType type)
    {
        SignerSet signers = new(random.U64() & 0b1111);
        return new QuorumCertificate(Statement(type), signers, random.Bytes(64 * signers.Count));
    }

    private Statement Statement(StatementType type)
        => new(type, View(), Height(), new BlockId(random.Digest(), random.Digest()));

    private AnchorTerms Terms(CommitmentScheme scheme)
        => new(scheme, (ushort)random.U32(), random.U32() >> 1, 0x8000_0000 | random.U32());

    private ValidatorIndex Index() => new((byte)random.Below(64));

    private View View() => new(random.U64());

    private Height Height() => new(random.U64());

    private byte[] Signature() => random.Bytes(SignatureSuites.SignatureSize);
}
