using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ledger.Client;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;
using Ledger.Tests.Interop.Signatures;
using Ledger.Tests.Unit.Cryptography;

namespace Ledger.Tests.Interop.Verifier;

/// <summary>The page is a second implementation of what a receipt proves: it takes and refuses what ours does, by the same words.</summary>
public sealed class VerifierTests : IDisposable
{
    /// <summary>RFC 8032 5.1: L.</summary>
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");

    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-verifier").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private PageModules Modules => new(_folder);

    private string Papered => Path.Combine(_folder, "paper");

    [Fact]
    public async Task Every_paper_is_worth_to_the_page_what_it_is_worth_to_ledger_verify()
    {
        Paper[] papers = [.. Papers.All];
        PageModules.Judged[] judged = await Modules.JudgeAsync(papers);
        List<string> differences = [];
        foreach ((Paper paper, PageModules.Judged page) in papers.Zip(judged))
        {
            LedgerVerify ours = await LedgerVerify.OfAsync(paper, Papered);
            bool agree = (ours.Word == page.Word || (ours.Word.Length == 0 && ours.Error.EndsWith(ReasonOf(page.Word))))
                && ours.Checks.SequenceEqual(page.Checks);
            string both = $"{Written(page.Word, page.Checks)} here, {Written(ours.Word, ours.Checks)}{ours.Error} there";
            differences.AddRange(agree ? [] : [$"{paper}: {both}"]);
        }

        Assert.Empty(differences);
    }

    [Fact]
    public async Task The_papers_show_every_verdict_and_every_fault_that_there_is()
    {
        PageModules.Judged[] judged = await Modules.JudgeAsync(Papers.All);

        Assert.Subset(
            judged.Select(j => j.Word.Split(':')[0]).ToHashSet(),
            new HashSet<string>
            {
                "VALID", "TAMPERED", "EXPIRED", "NOT_YET_VALID", "WRONG_CHAIN", "UNKNOWN_EPOCH", "INVALID_RECEIPT", "INVALID_ENVELOPE",
                "INVALID_STATUS", "REVOKED", "SUPERSEDED", "SUSPENDED", "STALE_STATUS",
            });
        Assert.Subset(
            judged.SelectMany(j => j.Checks).Where(c => c.StartsWith("failed ")).Select(c => c.Split(": ")[^1]).ToHashSet(),
            Enum.GetNames<ReceiptFault>().Except(["None", "Malformed", "CommitmentMismatch"]).ToHashSet());
        Assert.Subset(
            judged.Select(j => j.Word).ToHashSet(),
            new HashSet<string>
            {
                "INVALID_STATUS:WrongEpochOrSet", "INVALID_STATUS:NotCertified", "INVALID_STATUS:NotInState", "INVALID_STATUS:InTheFuture",
                "STALE_STATUS:NoProof", "STALE_STATUS:TooOld", "STALE_STATUS:ChangedLater",
            });
        Assert.Contains(judged, j => j.Word == "VALID" && j.Checks.Length == 17 && j.Checks.All(c => c.StartsWith("passed ")));
    }

    [Fact]
    public async Task A_flipped_bit_in_any_byte_of_a_receipt_is_refused_here_and_there_by_the_same_word()
    {
        Assert.Equal(JsonProblem.None, GenesisJson.TryRead(Papers.Good.Genesis, out Genesis? genesis));
        Assert.Equal(JsonProblem.None, CarryEnvelope.TryRead(Papers.Good.Envelope, out CarryEnvelope? envelope));
        byte[] bytes = envelope!.Receipt.Encode();
        List<string> ours = [];
        for (int bit = 0; bit < 8 * bytes.Length; bit += 3)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            ours.Add(WordOf(bytes, genesis!));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(ours, await Modules.FlipsAsync(Papers.Good));
        Assert.DoesNotContain("VALID", ours);
    }

    [Fact]
    public async Task An_envelope_with_a_flipped_bit_is_refused_here_and_there_by_the_same_word()
    {
        const int Distance = 5;
        Paper active = StatusPapers.Active;
        byte[] bytes = Encoding.UTF8.GetBytes(active.Envelope);
        List<string> ours = [];
        for (int bit = 0; bit < 8 * bytes.Length; bit += Distance)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            JsonProblem problem = CarryEnvelope.TryRead(Encoding.UTF8.GetString(bytes), out _);
            ours.Add(problem.IsNone ? "none" : $"{problem}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        string[] page = await Modules.EnvelopesAsync(active);
        Assert.DoesNotContain("none", ours);
        Assert.Empty(ours.Zip(page).Index()
            .Where(pair => pair.Item.First != pair.Item.Second)
            .Select(pair => $"bit {Distance * pair.Index}: {pair.Item.First} here, {pair.Item.Second} there"));
        Assert.Equal(ours.Count, page.Length);
    }

    [Fact]
    public async Task A_flipped_bit_of_a_status_proof_is_refused_here_and_there_by_the_same_word()
    {
        Assert.Equal(JsonProblem.None, GenesisJson.TryRead(StatusPapers.Revoked.Genesis, out Genesis? genesis));
        DocumentVerifier verifier = new(EpochHistory.Of(genesis!), SignatureSuites.Production);
        byte[] bytes = StatusTexts.BytesOf(StatusPapers.Revoked);
        List<string> ours = [];
        for (int bit = 0; bit < 8 * bytes.Length; bit += 7)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            ours.Add(WordOf(StatusTexts.With(StatusPapers.Revoked, bytes), verifier));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(ours, await Modules.StatusesAsync(StatusPapers.Revoked));
        Assert.DoesNotContain(ours, word => word is "VALID" or "REVOKED");
    }

    [Theory]
    [InlineData("ed25519", SuiteId.Ed25519)]
    [InlineData("p256", SuiteId.P256)]
    public async Task Of_wycheproofs_signatures_the_page_takes_those_that_we_take(string name, SuiteId suite)
    {
        WycheproofVectors[] vectors = WycheproofVectors.Read(name);
        SignedMessage[] signed = [.. vectors.Select(v => new SignedMessage(v.PublicKey, v.Message, v.Signature))];

        await MustAgreeAsync(suite, signed);
        Assert.Contains(signed, s => s.IsGood(suite));
    }

    [Theory]
    [InlineData(SuiteId.Ed25519)]
    [InlineData(SuiteId.P256)]
    [InlineData(SuiteId.Sm2)]
    public async Task Of_signatures_at_the_edges_the_page_takes_those_that_we_take(SuiteId suite)
    {
        SignedMessage[] good = SignedMessage.Make(suite, 12);
        SignedMessage one = good[0];
        byte[][] scalars =
        [
            new byte[32], [.. new byte[31], 1], [.. Enumerable.Repeat((byte)0xff, 32)],
            Convert.FromHexString("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
            Convert.FromHexString("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123"),
            Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"),
        ];
        IEnumerable<SignedMessage> edges = scalars.SelectMany(scalar => new[]
        {
            one with { Signature = [.. scalar, .. one.Signature[32..]] },
            one with { Signature = [.. one.Signature[..32], .. scalar] },
            one with { Signature = [.. scalar, .. scalar] },
            one with { PublicKey = [.. one.PublicKey[..^32], .. scalar] },
        });
        SignedMessage[] odd =
        [
            one with { Signature = one.Signature[..63] },
            one with { Signature = [.. one.Signature, 0] },
            one with { PublicKey = one.PublicKey[..^1] },
            one with { PublicKey = [(byte)(one.PublicKey[0] ^ 2), .. one.PublicKey[1..]] },
        ];

        await MustAgreeAsync(suite, [.. good, .. good.SelectMany(g => g.Tampered()), .. edges, .. odd]);
        Assert.All(good, g => Assert.True(g.IsGood(suite)));
    }

    /// <summary>Signatures for which Ed25519's equation holds, and that a lenient implementation takes.</summary>
    [Fact]
    public async Task Keys_and_points_of_small_order_are_refused_here_and_there_though_the_equation_holds()
    {
        byte[] seed = [.. Enumerable.Repeat((byte)7, 32)], message = [1, 2, 3], identity = [1, .. new byte[31]];
        byte[] hash = SHA512.HashData(seed)[..32];
        (hash[0], hash[31]) = ((byte)(hash[0] & 0xf8), (byte)((hash[31] & 0x7f) | 0x40));
        using SoftwareSigner signer = SoftwareSigner.Open(SuiteId.Ed25519, seed);
        byte[] key = signer.PublicKey.ToArray();
        BigInteger secret = Scalar(hash), h = Scalar(SHA512.HashData([.. identity, .. key, .. message]));
        byte[] signature = signer.Sign(message);
        SignedMessage[] signed =
        [
            new(identity, message, [.. key, .. Bytes(secret)]),
            new(key, message, [.. identity, .. Bytes(h * secret)]),
            new(key, message, [.. signature[..32], .. Bytes(Scalar(signature[32..]) + Order, asItIs: true)]),
        ];

        await MustAgreeAsync(SuiteId.Ed25519, [.. signed, new(key, message, signature)]);
        Assert.All(signed, s => Assert.False(s.IsGood(SuiteId.Ed25519)));

        static BigInteger Scalar(byte[] bytes) => new(bytes, isUnsigned: true);
        static byte[] Bytes(BigInteger number, bool asItIs = false)
        {
            byte[] bytes = (asItIs ? number : number % Order).ToByteArray(isUnsigned: true);
            return [.. bytes, .. new byte[32 - bytes.Length]];
        }
    }

    [Fact]
    public async Task The_pages_hashes_are_ours()
    {
        byte[][] messages = [.. Enumerable.Range(0, 200).Select(length => RandomNumberGenerator.GetBytes(length))];

        string[][] expected = [.. messages.Select(m => new[]
        {
            $"{Sha256.Hash(m)}", $"{Sm3.Hash(m)}", Convert.ToHexStringLower(SHA512.HashData(m)),
        })];

        Assert.Equal(expected, await Modules.HashesAsync(messages));
    }

    private async Task MustAgreeAsync(SuiteId suite, SignedMessage[] signed)
    {
        bool[] page = await Modules.SignaturesAsync(signed.Select(s => new
        {
            Suite = (int)suite,
            PublicKey = Convert.ToHexStringLower(s.PublicKey),
            Message = Convert.ToHexStringLower(s.Message),
            Signature = Convert.ToHexStringLower(s.Signature),
        }));

        Assert.Equal(signed.Select(s => s.IsGood(suite)), page);
    }

    private static string Written(string word, string[] checks) => $"{word} ({string.Join("; ", checks)})";

    /// <summary>Behind the name of the file.</summary>
    private static string ReasonOf(string word) => word[(word.IndexOf(": ", StringComparison.Ordinal) + 2)..];

    private static string WordOf(byte[] bytes, Genesis genesis)
        => ReceiptVerifier.Verify(bytes, genesis, SignatureSuites.Production) switch
        {
            ReceiptFault.None => "VALID",
            ReceiptFault.WrongChain => "WRONG_CHAIN",
            ReceiptFault.UnknownEpoch => $"UNKNOWN_EPOCH:{EpochOf(bytes)}",
            ReceiptFault fault => $"INVALID_RECEIPT:{fault}",
        };

    /// <summary>Of a paper whose status alone is in question.</summary>
    private static string WordOf(Paper paper, DocumentVerifier verifier)
    {
        JsonProblem problem = CarryEnvelope.TryRead(paper.Envelope, out CarryEnvelope? envelope);
        if (envelope is null)
        {
            return $"INVALID_ENVELOPE:{problem}";
        }

        DocumentReport report = verifier.Verify(
            envelope, CommitmentHasher.Commit(envelope.Salt.Span, paper.Document), DateTimeOffset.FromUnixTimeSeconds(paper.At),
            DateTimeOffset.UtcNow);
        string word = JsonNamingPolicy.SnakeCaseUpper.ConvertName($"{report.Verdict}");
        return report.Detail.Length == 0 ? word : $"{word}:{report.Detail}";
    }

    private static string EpochOf(byte[] bytes)
    {
        Assert.Equal(DecodeFault.None, Receipt.TryDecode(bytes, out Receipt? receipt));
        return $"{receipt!.Header.Epoch}";
    }
}
