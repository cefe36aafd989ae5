using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Numbers;

namespace Ledger.Tests.Unit.Protocol;

/// <summary>Evidence convinces whoever has the genesis, and nobody can make any against an honest validator.</summary>
public sealed class EvidenceFacts
{
    private static readonly TestChain Chain = EvidenceSamples.Chain;

    private static readonly Misbehavior Prepares = EvidenceSamples.Of(MisbehaviorKind.TwoPrepares);

    private static readonly Misbehavior Hidden = EvidenceSamples.Of(MisbehaviorKind.HiddenCommit);

    private static readonly Misbehavior Below = EvidenceSamples.Of(MisbehaviorKind.PreparedBelowCommit);

    private static readonly BlockId Committed = EvidenceSamples.Committed.ComputeId();

    public static TheoryData<MisbehaviorKind> Kinds => new(Enum.GetValues<MisbehaviorKind>().Except([MisbehaviorKind.None]));

    public static TheoryData<EvidenceFault> Faults
        => new(Enum.GetValues<EvidenceFault>().Except([EvidenceFault.None, EvidenceFault.Malformed]));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_is_proven_by_its_bytes_alone(MisbehaviorKind kind)
    {
        byte[] bytes = EvidenceSamples.Of(kind).Encode();

        Assert.InRange(bytes.Length, 200, Misbehavior.MaximumBytes);
        Assert.Equal(EvidenceFault.None, EvidenceVerifier.Verify(bytes, Chain.Genesis, TestChain.Suites));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_flipped_bit_is_refused(MisbehaviorKind kind)
    {
        byte[] bytes = EvidenceSamples.Of(kind).Encode();
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            EvidenceFault fault = EvidenceVerifier.Verify(bytes, Chain.Genesis, TestChain.Suites);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.True(fault != EvidenceFault.None, $"bit {bit % 8} of byte {bit / 8} may be flipped");
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_tampering_is_refused_by_its_name(EvidenceFault fault)
        => Assert.All(Tampered(fault), m => Assert.Equal(fault, Verify(m)));

    [Fact]
    public void Bytes_that_are_no_evidence_are_malformed()
    {
        byte[] bytes = Prepares.Encode();

        Assert.All(
            (byte[][])[[], [1, 2, 3], bytes[..^1], [.. bytes, 0], new byte[Misbehavior.MaximumBytes + 1]],
            b => Assert.Equal(EvidenceFault.Malformed, EvidenceVerifier.Verify(b, Chain.Genesis, TestChain.Suites)));
    }

    [Fact]
    public void What_an_honest_validator_signs_in_its_life_is_no_evidence()
        => Assert.All(HonestPairs(), m => Assert.Equal(EvidenceFault.NoContradiction, Verify(m)));

    private static EvidenceFault Verify(Misbehavior m) => EvidenceVerifier.Verify(m, Chain.Genesis, TestChain.Suites);

    private static IEnumerable<Misbehavior> HonestPairs() =>
    [
        Prepares with { Second = Prepares.First },
        Prepares with { Second = EvidenceSamples.Say(StatementType.Prepare, 4, 12, Prepares.Second!.Value.Statement.Subject) },
        Prepares with { Second = EvidenceSamples.Say(StatementType.Prepare, 3, 13, Prepares.Second!.Value.Statement.Subject) },
        Prepares with { Second = EvidenceSamples.Say(StatementType.Commit, 3, 12, Committed) },
        EvidenceSamples.Hidden(commitView: 4, leftFor: 4),
        EvidenceSamples.Hidden(commitView: 1, leftFor: 4),
        EvidenceSamples.Below(view: 3, height: 12, Committed),
        EvidenceSamples.Below(view: 3, height: 13, Prepares.Second!.Value.Statement.Subject),
        EvidenceSamples.Below(view: 2, height: 12, Prepares.Second!.Value.Statement.Subject),
        EvidenceSamples.Below(view: 1, height: 11, Prepares.Second!.Value.Statement.Subject),
    ];

    private static Misbehavior[] Tampered(EvidenceFault fault) => fault switch
    {
        EvidenceFault.WrongChain => [Prepares with { Context = Prepares.Context with { ChainId = Sha256.Hash("other"u8) } }],
        EvidenceFault.UnknownEpoch => [Prepares with { Context = Prepares.Context with { Epoch = new Epoch(1) } }],
        EvidenceFault.WrongEpochOrSet =>
        [
            Prepares with { Context = Prepares.Context with { ConfigurationHash = Sha256.Hash("other"u8) } },
        ],
        EvidenceFault.UnknownValidator => [Prepares with { Validator = new ValidatorIndex(4) }],
        EvidenceFault.NoContradiction =>
        [
            Prepares with { Kind = MisbehaviorKind.TwoCommits },
            Prepares with { Kind = MisbehaviorKind.HiddenCommit },
            Hidden with { Kind = MisbehaviorKind.TwoCommits },
            Below with { Commit = Chain.Certify(EvidenceSamples.Committed, type: StatementType.Prepare) },
        ],
        EvidenceFault.CertificatesNotOfViewChange => [Hidden with { Prepared = null }, Hidden with { Commit = null }],
        EvidenceFault.BadSignature =>
        [
            Prepares with { Validator = new ValidatorIndex(2) },
            Prepares with { Second = EvidenceSamples.Say(StatementType.Prepare, 3, 12, Prepares.Second!.Value.Statement.Subject, by: 2) },
            Below with { Validator = new ValidatorIndex(0) },
        ],
        EvidenceFault.BadCertificate => [Below with { Commit = Chain.Certify(EvidenceSamples.Committed, signers: 0b0011) }],
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No test produces this fault."),
    };
}
