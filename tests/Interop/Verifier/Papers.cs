using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Interop.Verifier;

/// <summary>Papers of a chain whose validators sign with all three suites and change with every epoch: good and bad ones.</summary>
internal static class Papers
{
    private const uint Newcomer = 2;

    private static readonly SuiteId[] Suites = [SuiteId.Sm2, SuiteId.Ed25519, SuiteId.P256, SuiteId.Sm2];

    public static readonly EpochChain Chain = new(
        3, (place, generation) => SoftwareSigner.Open(Suites[place], Sha256.Hash(EpochChain.SeedOf(place, generation)).ToArray()));

    private static readonly Digest Other = Sha256.Hash("other"u8);

    public static Paper Good => Of("good", Receipt());

    /// <summary>Of a document that is read in three pieces.</summary>
    public static Paper Long
    {
        get
        {
            byte[] document = new byte[(2 * 1024 * 1024) + 7];
            new Random(1).NextBytes(document);
            Digest commitment = CommitmentHasher.Commit(Paper.Salt, document);
            return Of("long", Chain[0].MakeReceipt(leaf: l => l with { Commitment = commitment })) with { Document = document };
        }
    }

    public static IEnumerable<Paper> All
        =>
        [
            .. Valid(), .. OfTimeAndDocument(), .. OfReceipts(), .. OfHistories(), .. OfIssuers(), .. EditedTexts.Of(Good),
            .. StatusPapers.All,
        ];

    /// <summary>A receipt of <see cref="Paper.Statement"/>.</summary>
    public static Receipt Receipt(
        int epoch = 0,
        int descendants = 0,
        ulong signers = TestChain.ThreeSigners,
        Func<LeafRecord, LeafRecord>? leaf = null,
        Func<BlockHeader, BlockHeader>? header = null)
        => Chain[epoch].MakeReceipt(descendants, signers, l => Anchored(leaf?.Invoke(l) ?? l), header);

    private static LeafRecord Anchored(LeafRecord leaf)
        => leaf with { Commitment = CommitmentHasher.Commit(Paper.Salt, Paper.Statement) };

    private static Paper Of(string name, Receipt receipt, string issuer = "bank-1") => Paper.Of(name, Chain.Genesis, receipt, issuer);

    public static byte[] EpochsOf(IEnumerable<EpochLink> links) => new EpochFile(Chain.Genesis.ChainId, [.. links]).Encode();

    private static IEnumerable<Paper> Valid()
    {
        yield return Good;
        yield return Of("all four signed", Receipt(signers: 0b1111));
        for (int epoch = 0; epoch <= 3; epoch++)
        {
            Paper paper = Of($"of epoch {epoch}", Receipt(epoch, descendants: 4 * epoch % 9)) with { Epochs = EpochsOf(Chain.Links) };
            yield return paper;
            yield return paper with { Name = $"{paper} and a pinned set", Pin = Chain[2].Configuration.Hash };
        }
    }

    private static IEnumerable<Paper> OfTimeAndDocument()
    {
        byte[] changed = [.. Paper.Statement];
        changed[5] ^= 1;
        yield return Good with { Name = "one bit of the document", Document = changed };
        yield return Good with { Name = "one byte less", Document = Paper.Statement[..^1] };
        yield return Good with { Name = "no document", Document = [] };
        yield return Of("another issuer's name", Receipt(), "bank-0");
        yield return Of("another issuer's name, and tampered", Receipt(), "bank-0") with { Document = changed };
        yield return Of("a root of many", Receipt(leaf: l => l with { Terms = l.Terms with { Scheme = CommitmentScheme.MerkleRoot } }));
        Receipt bounded = Receipt(leaf: l => l with { Terms = l.Terms with { ValidFromSeconds = 1000, ValidToSeconds = 2000 } });
        foreach (long at in (long[])[999, 1000, 2000, 2001])
        {
            yield return Of($"valid from 1000 to 2000, asked at {at}", bounded) with { At = at };
        }
    }

    /// <summary>One at least of every fault.</summary>
    private static IEnumerable<Paper> OfReceipts()
    {
        (Receipt good, Receipt longer) = (Receipt(), Receipt(descendants: 3));
        TestChain threeAndOne = new("CN-SZ", "CN-SZ", "CN-SZ", "SG");
        byte[] signatures = good.Certificate.Signatures.ToArray();
        signatures[^1] ^= 1;
        Receipt[] receipts =
        [
            Receipt(header: h => h with { ChainId = Other }),
            Receipt(header: h => h with { Epoch = new Epoch(9) }),
            Receipt(header: h => h with { ConfigurationHash = Other }),
            longer with { Descendants = [longer.Descendants[0] with { Epoch = new Epoch(1) }] },
            Receipt(header: h => h with { LogRoot = Other }),
            Receipt(header: h => h with { LogSize = 6 }),
            good with { Leaf = good.Leaf with { Commitment = Other } },
            Receipt(header: h => h with { LogRootSm3 = Other }),
            Receipt(descendants: 9),
            longer with { Descendants = [longer.Descendants[0], longer.Descendants[2]] },
            good with { Descendants = [good.Header with { Height = good.Header.Height.Next }] },
            longer with { Descendants = [longer.Descendants[0]] },
            good with { Certificate = Chain[0].Certify(good.Header, type: StatementType.Prepare) },
            good with { Certificate = Chain[1].Certify(good.Header) },
            good with { Certificate = new QuorumCertificate(good.Certificate.Statement, good.Certificate.Signers, signatures) },
            Receipt(signers: 0b1_0111),
            Receipt(signers: 0b0011),
            Receipt(leaf: l => l with { Issuer = Newcomer }),
            good with { Outcome = OutcomeProof.Of(TestChain.Outcomes, 0) },
            good with { Outcome = OutcomeProof.Of([TestChain.Outcomes[1] with { LeafCount = 9 }], 0) },
        ];
        foreach ((int number, Receipt receipt) in receipts.Concat(OfOutcomes()).Index())
        {
            yield return Of($"bad receipt {number}", receipt);
        }

        yield return Paper.Of("no signer of a region", threeAndOne.Genesis, threeAndOne.MakeReceipt(leaf: Anchored));
        yield return Good with { Name = "another chain's genesis", Genesis = GenesisJson.Write(threeAndOne.Genesis) };
    }

    /// <summary>Outcomes that the header names, and that do not anchor this leaf.</summary>
    private static IEnumerable<Receipt> OfOutcomes()
    {
        OutcomeRecord anchored = TestChain.Outcomes[1];
        OutcomeRecord[] others =
        [
            anchored with { Outcome = Outcome.Expired },
            anchored with { FirstLeaf = 4 },
            anchored with { LeafCount = 2 },
            anchored with { TransactionId = Other },
        ];
        foreach (OutcomeProof proof in others.Select(other => OutcomeProof.Of([TestChain.Outcomes[0], other], 1)))
        {
            yield return Receipt(header: h => h with { OutcomesRoot = proof.Root }) with { Outcome = proof };
        }
    }

    private static IEnumerable<Paper> OfHistories()
    {
        Paper paper = Of("of epoch 2", Receipt(2));
        EpochLink[] links = [.. Chain.Links];
        byte[] file = EpochsOf(links);
        EpochLink unsigned = Chain.MakeLink(0, Chain[1].Configuration, signers: 0b0011);
        EpochConfiguration next = Chain[1].Configuration;
        EpochLink misplaced = links[0] with { Certificate = links[1].Certificate };
        EpochLink foreign = links[0] with { Certificate = Chain[1].Certify(links[0].Last) };
        yield return paper with { Name = "no set changes" };
        yield return paper with { Name = "too few set changes", Epochs = EpochsOf(links[..1]) };
        yield return paper with { Name = "set changes out of order", Epochs = EpochsOf([links[1], links[0]]) };
        yield return paper with { Name = "a set change by too few", Epochs = EpochsOf([unsigned]) };
        yield return paper with { Name = "a set change signed by others", Epochs = EpochsOf([foreign]) };
        yield return paper with { Name = "a set change of another block", Epochs = EpochsOf([misplaced]) };
        yield return Of("a later epoch's height", At(EpochChain.Heights)) with { Epochs = file };
        yield return Of("an earlier epoch's height", At(unchecked(0UL - 12))) with { Epochs = file };
        foreach ((int number, EpochConfiguration odd) in OddSuccessors(next).Index())
        {
            byte[] epochs = EpochsOf([Chain.MakeLink(0, odd)]);
            yield return paper with { Name = $"odd successor {number}", Epochs = epochs };
            yield return paper with { Name = $"odd successor {number}, pinned", Epochs = epochs, Pin = odd.Hash };
        }

        yield return paper with { Name = "set changes with a byte behind", Epochs = [.. file, 0] };
        yield return paper with { Name = "set changes without their end", Epochs = file[..^1] };
        yield return paper with { Name = "no file of set changes", Epochs = Paper.Statement };
        yield return paper with { Name = "another chain's set changes", Epochs = new EpochFile(Other, links).Encode() };
        yield return paper with { Name = "a pin that nobody knows", Epochs = file, Pin = Other };
        yield return paper with { Name = "a pin without its past", Epochs = EpochsOf(links[1..]), Pin = Chain[2].Configuration.Hash };
        for (int at = 40; at < file.Length; at += 97)
        {
            byte[] flipped = [.. file];
            flipped[at] ^= 4;
            yield return paper with { Name = $"set changes with byte {at} changed", Epochs = flipped };
        }

        static Receipt At(ulong higher) => Receipt(1, header: h => h with { Height = h.Height + higher });
    }

    private static EpochConfiguration[] OddSuccessors(EpochConfiguration next) =>
    [
        new(Other, next.Number, next.Start, next.Previous, next.Parameters, next.Validators),
        new(next.ChainId, new Epoch(2), next.Start, next.Previous, next.Parameters, next.Validators),
        new(next.ChainId, next.Number, next.Start.Next, next.Previous, next.Parameters, next.Validators),
        new(next.ChainId, next.Number, next.Start, Other, next.Parameters, next.Validators),
    ];

    private static IEnumerable<Paper> OfIssuers()
    {
        Receipt receipt = Receipt(1, leaf: l => l with { Issuer = Newcomer });
        Paper paper = Of("a newcomer's", receipt, "bank-2") with { Epochs = EpochsOf(Chain.Links) };
        ProvenIssuers good = Prove(new Height(5));
        ProvenIssuers unsigned = good with { Certificate = Chain.Links[0].Certificate };
        ProvenIssuers misplaced = good with { Certificate = Receipt(1).Certificate };
        byte[] file = FileOf(good);
        ProvenIssuer entry = good.Issuers[0];
        ProvenIssuer renamed = entry with { Entry = entry.Entry with { Record = entry.Entry.Record with { Name = "bank-9" } } };
        yield return paper with { Name = "an issuer that was let in", Issuers = file };
        yield return paper with { Name = "an issuer that was retired", Issuers = FileOf(Prove(new Height(5), new Height(7))) };
        yield return paper with { Name = "an issuer's entry as of the genesis", Issuers = FileOf(Prove(Height.Genesis)) };
        yield return paper with { Name = "an issuer of another name", Issuers = FileOf(good with { Issuers = [renamed] }) };
        yield return paper with { Name = "an issuer twice", Issuers = FileOf(good with { Issuers = [entry, entry] }) };
        yield return paper with { Name = "issuers nobody signed for", Issuers = FileOf(unsigned) };
        yield return paper with { Name = "issuers under another block's certificate", Issuers = FileOf(misplaced) };
        yield return paper with { Name = "an issuer's entry as of the genesis, said at length", Issuers = SinceZero(file) };
        yield return paper with { Name = "issuers of an unknown epoch", Epochs = null, Issuers = file };
        yield return paper with { Name = "issuers with a byte behind", Issuers = [.. file, 0] };
    }

    /// <summary>The entry of height 5 becomes one of height 0, which has a shorter form.</summary>
    private static byte[] SinceZero(byte[] file)
    {
        byte[] changed = [.. file];
        int at = changed.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 5]);
        changed[at + 11] = 0;
        return changed;
    }

    private static byte[] FileOf(ProvenIssuers piece) => new IssuerFile(Chain.Genesis.ChainId, [piece]).Encode();

    /// <summary>A state of epoch 1 in which the newcomer stands beside ten others.</summary>
    private static ProvenIssuers Prove(Height since, Height retired = default)
    {
        ReadOnlyMemory<byte> key = SoftwareSigner.Open(SuiteId.Sm2, Sha256.Hash("bank-2"u8).ToArray()).PublicKey;
        IssuerEntry entry = new(new Issuer(Newcomer, "bank-2", new Region("SG"), SuiteId.Sm2, key), since, retired);
        ProvenIssuer proven = new(entry, new MapProof([.. Enumerable.Range(0, 10).Select(i => Sha256.Hash([(byte)i]))]));
        Receipt certified = Receipt(1, header: h => h with { StateRoot = proven.RootFrom() });
        return new ProvenIssuers(certified.Header, certified.Certificate, [proven]);
    }
}
