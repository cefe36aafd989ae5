using System.Diagnostics;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;
using Xunit.Abstractions;

namespace Ledger.Tests.Unit.Protocol;

/// <summary>Receipts and evidence outlive changes of the set: PROTOCOL.md E4.</summary>
public sealed class EpochHistoryFacts(ITestOutputHelper output)
{
    private const int Changes = 100;

    private static readonly EpochChain Chain = new(Changes);

    private static readonly Digest Other = Sha256.Hash("other"u8);

    public static TheoryData<HistoryFault> LinkFaults
        => new(Enum.GetValues<HistoryFault>().Except([HistoryFault.None, HistoryFault.PinNotFound]));

    [Fact]
    public void E4_every_receipt_of_a_hundred_set_changes_verifies_from_genesis_and_from_a_pinned_set()
    {
        EpochHistory followed = Follow(Chain.Links);
        EpochHistory pinned = Pin(Chain[Changes].Configuration.Hash, Chain.Links);

        for (int epoch = 0; epoch <= Changes; epoch++)
        {
            byte[] receipt = Chain[epoch].MakeReceipt(epoch % 9).Encode();
            Assert.Equal(ReceiptFault.None, ReceiptVerifier.Verify(receipt, followed, TestChain.Suites));
            Assert.Equal(ReceiptFault.None, ReceiptVerifier.Verify(receipt, pinned, TestChain.Suites));
        }
    }

    [Fact]
    public void A_hundred_set_changes_cost_what_the_documentation_says()
    {
        byte[] bytes = new EpochFile(Chain.Genesis.ChainId, Chain.Links).Encode();
        Follow(Chain.Links);
        double followMs = MillisecondsOf(() => Follow(Read(bytes).Links));
        double pinMs = MillisecondsOf(() => Pin(Chain[Changes].Configuration.Hash, Read(bytes).Links));

        output.WriteLine($"{Changes} set changes of 4 validators: {bytes.Length} bytes, "
            + $"{followMs:F1} ms from genesis, {pinMs:F1} ms from a pinned set");
        Assert.InRange(bytes.Length, 100_000, 200_000);
    }

    [Fact]
    public void A_genesis_alone_is_the_history_of_epoch_0()
    {
        Assert.Equal(ReceiptFault.None, ReceiptVerifier.Verify(Chain[0].MakeReceipt(), Chain.Genesis, TestChain.Suites));
        Assert.Equal(ReceiptFault.UnknownEpoch, ReceiptVerifier.Verify(Chain[1].MakeReceipt(), Chain.Genesis, TestChain.Suites));
        Assert.Equal(
            ReceiptFault.UnknownEpoch, ReceiptVerifier.Verify(Chain[8].MakeReceipt(), Follow(Chain.Links.Take(7)), TestChain.Suites));
    }

    [Theory]
    [MemberData(nameof(LinkFaults))]
    public void A_tampered_link_is_refused_by_its_fault_and_its_epoch(HistoryFault fault)
    {
        foreach (EpochLink tampered in Tampered(fault))
        {
            EpochLink[] links = [.. Chain.Links.Take(4), tampered, .. Chain.Links.Skip(5).Take(3)];

            HistoryProblem problem = EpochHistory.FromGenesis(Chain.Genesis, links, TestChain.Suites, out EpochHistory? history);

            Assert.Null(history);
            Assert.Equal(new HistoryProblem(fault, new Epoch(5)), problem);
        }
    }

    [Fact]
    public void Links_that_are_left_out_or_out_of_order_are_refused()
    {
        EpochLink[] links = [.. Chain.Links.Take(6)];

        Assert.Equal(HistoryFault.NotOfEpoch, ProblemOf([links[0], .. links[2..]]).Fault);
        Assert.Equal(HistoryFault.NotOfEpoch, ProblemOf([links[1], links[0]]).Fault);
        Assert.Equal(HistoryFault.NotOfEpoch, ProblemOf([links[0], links[0]]).Fault);
    }

    /// <summary>Whoever holds all keys of an epoch that is over can sign another chain of changes; a pin is not moved by it.</summary>
    [Fact]
    public void Stolen_keys_of_a_retired_set_cannot_forge_another_past_of_a_pinned_one()
    {
        EpochConfiguration honest = Chain[6].Configuration;
        EpochConfiguration rival = new(
            honest.ChainId, honest.Number, honest.Start, honest.Previous, honest.Parameters, Chain[9].Configuration.Validators);
        EpochLink[] forged = [.. Chain.Links.Take(5), Chain.MakeLink(5, rival)];
        Digest pin = Chain[10].Configuration.Hash;

        Assert.Equal(HistoryProblem.None, ProblemOf(forged));
        Assert.Equal(HistoryFault.PinNotFound, PinProblem(pin, forged).Fault);
        Assert.Equal(
            new HistoryProblem(HistoryFault.BrokenPrevious, new Epoch(6)),
            PinProblem(pin, [.. forged, .. Chain.Links.Skip(6).Take(4)]));
        Assert.Equal(
            new HistoryProblem(HistoryFault.NotOfEpoch, new Epoch(11)),
            PinProblem(pin, [.. Chain.Links.Take(10), Chain.MakeLink(9, Chain[11].Configuration)]));
    }

    [Fact]
    public void A_pinned_set_needs_no_past_of_its_own_and_is_followed_forwards()
    {
        EpochHistory recent = Pin(Chain[50].Configuration.Hash, [.. Chain.Links.Skip(48)]);

        Assert.Equal((49U, 100U), (recent.First.Number.Value, recent.Last.Number.Value));
        Assert.Equal(ReceiptFault.None, ReceiptVerifier.Verify(Chain[49].MakeReceipt(), recent, TestChain.Suites));
        Assert.Equal(ReceiptFault.UnknownEpoch, ReceiptVerifier.Verify(Chain[48].MakeReceipt(), recent, TestChain.Suites));
        Assert.Equal(0U, Pin(Chain.Genesis.Configuration.Hash, []).Last.Number.Value);
        Assert.Equal(
            HistoryFault.WrongChain,
            EpochHistory.FromPinned(
                TestChain.TwoAndTwo.Genesis, Chain[50].Configuration.Hash, [.. Chain.Links.Skip(48)], TestChain.Suites, out _).Fault);
    }

    [Fact]
    public void A_receipt_above_the_last_height_of_its_epoch_is_of_nobody()
    {
        Receipt late = Chain[3].MakeReceipt(header: h => h with { Height = h.Height + EpochChain.Heights });

        Assert.Equal(ReceiptFault.WrongEpochOrSet, ReceiptVerifier.Verify(late, Follow(Chain.Links), TestChain.Suites));
        Assert.Equal(ReceiptFault.None, ReceiptVerifier.Verify(late, Follow(Chain.Links.Take(3)), TestChain.Suites));
    }

    [Fact]
    public void Evidence_is_judged_by_the_set_of_its_epoch()
    {
        TestChain epoch = Chain[7];
        Misbehavior said = Misbehavior.Two(epoch.Configuration.Context, new ValidatorIndex(1), Prepare("one"u8), Prepare("two"u8));

        Assert.Equal(EvidenceFault.None, EvidenceVerifier.Verify(said.Encode(), Follow(Chain.Links), TestChain.Suites));
        Assert.Equal(EvidenceFault.UnknownEpoch, EvidenceVerifier.Verify(said, Follow(Chain.Links.Take(6)), TestChain.Suites));
        Assert.Equal(
            EvidenceFault.WrongEpochOrSet,
            EvidenceVerifier.Verify(
                said with { Context = said.Context with { Epoch = new Epoch(8) } }, Follow(Chain.Links), TestChain.Suites));

        SignedStatement Prepare(ReadOnlySpan<byte> subject)
            => epoch.Say(1, new Statement(StatementType.Prepare, new View(3), new Height(150), Statement.SubjectOf(subject)));
    }

    [Fact]
    public void Every_flipped_bit_of_a_link_is_refused()
    {
        byte[] bytes = Chain.Links[0].Encode();
        for (int bit = 0; bit < 8 * bytes.Length; bit += 5)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            bool believed = EpochLink.TryDecode(bytes, out EpochLink? link) == DecodeFault.None && ProblemOf([link!]).IsNone;
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.False(believed, $"bit {bit % 8} of byte {bit / 8} may be flipped");
        }
    }

    private static EpochLink[] Tampered(HistoryFault fault)
    {
        (EpochLink good, EpochConfiguration next) = (Chain.Links[4], Chain[5].Configuration);
        return fault switch
        {
            HistoryFault.WrongChain =>
            [
                Chain.MakeLink(4, next, h => h with { ChainId = Other }),
                Chain.MakeLink(4, new(Other, next.Number, next.Start, next.Previous, next.Parameters, next.Validators)),
            ],
            HistoryFault.NotOfEpoch =>
            [
                Chain.MakeLink(4, next, h => h with { Epoch = new Epoch(5) }),
                Chain.MakeLink(4, next, h => h with { ConfigurationHash = Other }),
                Chain.Links[5],
            ],
            HistoryFault.BrokenPrevious =>
                [Chain.MakeLink(4, new(next.ChainId, next.Number, next.Start, Other, next.Parameters, next.Validators))],
            HistoryFault.NotConsecutive =>
                [Chain.MakeLink(4, new(next.ChainId, new Epoch(6), next.Start, next.Previous, next.Parameters, next.Validators))],
            HistoryFault.WrongStart =>
            [
                Chain.MakeLink(4, new(next.ChainId, next.Number, next.Start.Next, next.Previous, next.Parameters, next.Validators)),
                Chain.MakeLink(4, next, h => h with { Height = h.Height.Next }),
            ],
            HistoryFault.NextNotNamed =>
            [
                Chain.MakeLink(4, next, h => h with { NextConfigurationHash = Other }),
                good with
                {
                    Next = new(
                        next.ChainId, next.Number, next.Start, next.Previous, next.Parameters, Chain[9].Configuration.Validators),
                },
            ],
            HistoryFault.CertificateNotOfHeader =>
            [
                good with { Certificate = Chain.Links[3].Certificate },
                good with { Certificate = Chain[4].Certify(good.Last, type: StatementType.Prepare) },
                good with { Last = good.Last with { TimeMs = good.Last.TimeMs + 1 } },
            ],
            HistoryFault.QuorumMissing =>
            [
                Chain.MakeLink(4, next, signers: 0b0011),
                Chain.MakeLink(4, next, signers: 0b11_0001),
            ],
            HistoryFault.BadSignature =>
            [
                good with { Certificate = Chain[5].Certify(good.Last) },
                good with { Certificate = Chain[3].Certify(good.Last) },
            ],
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No test produces this fault."),
        };
    }

    private static EpochHistory Follow(IEnumerable<EpochLink> links)
    {
        Assert.Equal(HistoryProblem.None, EpochHistory.FromGenesis(Chain.Genesis, links, TestChain.Suites, out EpochHistory? history));
        return history!;
    }

    private static EpochHistory Pin(Digest pin, IReadOnlyList<EpochLink> links)
    {
        Assert.Equal(HistoryProblem.None, EpochHistory.FromPinned(Chain.Genesis, pin, links, TestChain.Suites, out EpochHistory? history));
        return history!;
    }

    private static HistoryProblem ProblemOf(IEnumerable<EpochLink> links)
        => EpochHistory.FromGenesis(Chain.Genesis, links, TestChain.Suites, out _);

    private static HistoryProblem PinProblem(Digest pin, IReadOnlyList<EpochLink> links)
        => EpochHistory.FromPinned(Chain.Genesis, pin, links, TestChain.Suites, out _);

    private static EpochFile Read(byte[] bytes)
    {
        Assert.Equal(DecodeFault.None, EpochFile.TryDecode(bytes, out EpochFile? file));
        return file!;
    }

    private static double MillisecondsOf(Action action)
    {
        Stopwatch watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalMilliseconds;
    }
}
