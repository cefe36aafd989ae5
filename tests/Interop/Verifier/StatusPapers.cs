using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Statuses;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Interop.Verifier;

/// <summary>Papers of which the issuer has said something since, or of which that is not proven, for who wants a status of a day.</summary>
internal static class StatusPapers
{
    private const ulong NowMs = 1000 * (ulong)Paper.Now;

    private const ulong DayMs = 24 * 60 * 60 * 1000;

    private const uint Issuer = 1;

    private static readonly Digest Commitment = CommitmentHasher.Commit(Paper.Salt, Paper.Statement);

    private static readonly byte[] Key = StatusEntry.KeyOf(Issuer, Commitment);

    private static readonly Digest Other = Sha256.Hash("other"u8);

    private static readonly MapProof Ten = new([.. Enumerable.Range(0, 10).Select(i => Sha256.Hash([(byte)i]))]);

    private static readonly ulong DriftMs = Papers.Chain.Genesis.Parameters.MaximumDriftMs;

    public static Paper Active => Of("active", Prove());

    public static Paper Revoked => Of("revoked", Prove(Entry(AnchorStatus.Revoked)));

    public static Paper Superseded => Of("superseded", Prove(Entry(AnchorStatus.Superseded)));

    public static Paper Suspended => Of("suspended", Prove(Entry(AnchorStatus.Suspended)));

    public static Paper Stale => Of("a day old, and more", Prove(timeMs: NowMs - DayMs - 1));

    public static Paper Unproven => Of("without a status", null);

    public static IEnumerable<Paper> All
        => [.. Said(), .. InTime(), .. AmongOtherFaults(), .. Unbelieved(), .. OfEpochs(), .. StatusTexts.Of(Active, Revoked, Superseded)];

    private static Paper Of(string name, StatusProof? proof, Receipt? receipt = null)
        => Paper.Of(name, Papers.Chain.Genesis, receipt ?? Papers.Receipt(), status: proof) with { Hours = 24 };

    private static StatusEntry Entry(AnchorStatus status, StatusReason reason = StatusReason.Fraud, ulong timeMs = NowMs - 50_000)
        => new(status, reason, new Height(9), timeMs, status == AnchorStatus.Superseded ? Other : null);

    private static StatusProof Prove(
        StatusEntry? entry = null,
        MapLeaf? neighbour = null,
        ulong timeMs = NowMs - 100_000,
        MapProof? siblings = null,
        int epoch = 0,
        Func<BlockHeader, BlockHeader>? header = null,
        ulong signers = TestChain.ThreeSigners)
    {
        MapProof path = siblings ?? Ten;
        Digest? root = entry is null ? path.RootWithout(Key, neighbour) : path.RootFrom(Key, entry.Encode());
        BlockHeader certified = Papers.Receipt(epoch).Header with { StateRoot = root ?? Other, TimeMs = timeMs };
        certified = header?.Invoke(certified) ?? certified;
        return new StatusProof(
            certified, Papers.Chain[epoch].Certify(certified, signers), Issuer, Commitment, entry, neighbour, path);
    }

    private static IEnumerable<Paper> Said()
    {
        yield return Active;
        yield return Of("active beside another", Prove(neighbour: Neighbour(bit: 255)));
        yield return Of("active below all others", Prove(siblings: Deep(256)));
        yield return Of("active alone", Prove(siblings: new MapProof([])));
        yield return Of("reinstated", Prove(Entry(AnchorStatus.Active)));
        yield return Revoked;
        yield return Superseded;
        yield return Suspended;
        foreach (StatusReason reason in Enum.GetValues<StatusReason>())
        {
            yield return Of($"revoked: {reason}", Prove(Entry(AnchorStatus.Revoked, reason)));
        }
    }

    private static IEnumerable<Paper> InTime()
    {
        const long Later = 4_000_000_000;
        const ulong LaterMs = 1000 * (ulong)Later;
        yield return Stale;
        yield return Of("a day old", Prove(timeMs: NowMs - DayMs));
        yield return Of("new", Prove(timeMs: NowMs));
        yield return Of("newer than what is asked for", Prove(timeMs: NowMs + DayMs));
        yield return Of("as old as the chain", Prove(timeMs: 0));
        yield return Of("changed later", Prove(Entry(AnchorStatus.Active, timeMs: NowMs + DriftMs + 1)));
        yield return Of("changed as late as clocks differ", Prove(Entry(AnchorStatus.Active, timeMs: NowMs + DriftMs)));
        yield return Of("suspended later", Prove(Entry(AnchorStatus.Suspended, timeMs: NowMs + DriftMs + 1)));
        yield return Of("of the future", Prove(timeMs: LaterMs + DriftMs + 1)) with { At = Later };
        yield return Of("of a fast clock", Prove(timeMs: LaterMs + DriftMs)) with { At = Later };
        yield return Of("of no date", Prove(timeMs: ulong.MaxValue));
        yield return Of("suspended in the future", Prove(Entry(AnchorStatus.Suspended), timeMs: ulong.MaxValue));
        yield return Of("suspended, and stale", Prove(Entry(AnchorStatus.Suspended), timeMs: NowMs - DayMs - 1));
        yield return Of("revoked long ago", Prove(Entry(AnchorStatus.Revoked, timeMs: 0), timeMs: 1));
        yield return Of("revoked in the future", Prove(Entry(AnchorStatus.Revoked, timeMs: LaterMs), timeMs: LaterMs));
        yield return Of("revoked at no date", Prove(Entry(AnchorStatus.Revoked, timeMs: ulong.MaxValue), timeMs: ulong.MaxValue));
        yield return Unproven;
        foreach (Paper paper in (Paper[])[Unproven, Stale, Active, Suspended, Revoked, Superseded])
        {
            yield return paper with { Name = $"{paper}, and no fresh status asked for", Hours = null };
            yield return paper with { Name = $"{paper}, and a status of now asked for", Hours = 0 };
        }
    }

    /// <summary>Which fault is named of two.</summary>
    private static IEnumerable<Paper> AmongOtherFaults()
    {
        Receipt bounded = Papers.Receipt(leaf: l => l with { Terms = l.Terms with { ValidFromSeconds = 1000, ValidToSeconds = 2000 } });
        foreach (AnchorStatus status in (AnchorStatus[])[AnchorStatus.Active, AnchorStatus.Suspended, AnchorStatus.Revoked])
        {
            Paper paper = Of($"{status} and", Prove(Entry(status)), bounded);
            yield return paper with { Name = $"{paper} expired" };
            yield return paper with { Name = $"{paper} not yet valid", At = 999 };
            yield return paper with { Name = $"{paper} tampered", Document = [1] };
        }

        Receipt unsigned = Papers.Receipt(signers: 0b0011);
        yield return Of("revoked, and signed by too few", Prove(Entry(AnchorStatus.Revoked)), unsigned);
        yield return Of("expired, and without a status", null, bounded);
    }

    private static IEnumerable<Paper> Unbelieved()
    {
        StatusProof good = Prove(), revoked = Prove(Entry(AnchorStatus.Revoked));
        byte[] signatures = good.Certificate.Signatures.ToArray();
        signatures[70] ^= 1;
        MapLeaf own = new(MapProof.PathOf(Key), Sha256.Hash(revoked.Entry!.Encode())), astray = Neighbour(bit: 0);
        MapProof one = new([Other]);
        Digest climbed = MapProof.PathOf(Key).Bit(0) ? MapHash.Fork(Other, astray.Hash) : MapHash.Fork(astray.Hash, Other);
        (string Name, StatusProof Proof)[] proofs =
        [
            ("signed by too few", Prove(signers: 0b0011)),
            ("signed by two of one region", Prove(signers: 0b0101)),
            ("only prepared", good with { Certificate = Papers.Chain[0].Certify(good.Header, type: StatementType.Prepare) }),
            ("certified by another epoch", good with { Certificate = Papers.Chain[1].Certify(good.Header) }),
            ("with another block's certificate", good with { Certificate = revoked.Certificate }),
            ("of a bad signature", good with
            {
                Certificate = new QuorumCertificate(good.Certificate.Statement, good.Certificate.Signers, signatures),
            }),
            ("of another state", Prove(header: h => h with { StateRoot = Other })),
            ("of another configuration", Prove(header: h => h with { ConfigurationHash = Other })),
            ("of an unknown epoch", Prove(header: h => h with { Epoch = new Epoch(9) })),
            ("of another chain", Prove(header: h => h with { ChainId = Other })),
            ("of another issuer", good with { Issuer = 0 }),
            ("of another commitment", good with { Commitment = Other }),
            ("of an entry that is not there", revoked with { Header = good.Header, Certificate = good.Certificate }),
            ("of no entry where there is one", good with { Header = revoked.Header, Certificate = revoked.Certificate }),
            ("that calls a revocation another's entry", revoked with { Entry = null, Neighbour = own }),
            ("beside who stands elsewhere", Prove(neighbour: astray, siblings: one, header: h => h with { StateRoot = climbed })),
            ("with a sibling less", good with { Siblings = new MapProof([.. Ten.Siblings.Skip(1)]) }),
            ("with the siblings turned", good with { Siblings = new MapProof([.. Ten.Siblings.Reverse()]) }),
        ];
        return proofs.Select(p => Of($"a status {p.Name}", p.Proof));
    }

    private static IEnumerable<Paper> OfEpochs()
    {
        byte[] epochs = Papers.EpochsOf(Papers.Chain.Links);
        Paper later = Of("a status of epoch 2", Prove(Entry(AnchorStatus.Suspended), epoch: 2));
        yield return later with { Epochs = epochs };
        yield return later with { Name = "a status of epoch 2, pinned", Epochs = epochs, Pin = Papers.Chain[2].Configuration.Hash };
        yield return later with { Name = "a status of an epoch without set changes" };
        StatusProof misplaced = Prove(epoch: 1, header: h => h with { Height = h.Height + EpochChain.Heights });
        yield return Of("a status at a later epoch's height", misplaced) with { Epochs = epochs };
    }

    /// <summary>An entry whose path is this one's but for one bit.</summary>
    private static MapLeaf Neighbour(int bit)
    {
        byte[] path = new byte[Digest.Size];
        MapProof.PathOf(Key).CopyTo(path);
        path[bit / 8] ^= (byte)(0x80 >> (bit % 8));
        return new MapLeaf(new Digest(path), Other);
    }

    private static MapProof Deep(int depth) => new([.. Enumerable.Range(0, depth).Select(i => Sha256.Hash([(byte)i, 1]))]);
}
