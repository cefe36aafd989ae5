using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Evidence;

/// <summary>What one validator signed that no honest one signs, with all that proves it to somebody who has the genesis.</summary>
/// <remarks>
/// Decoding believes nothing; <see cref="EvidenceVerifier"/> does the checking. Wire: version u8 = 1, kind u8, chain id 32, epoch
/// u32, configuration hash 32, validator u8, the first signed statement 145; then for two of one type the second statement, for a hidden
/// commit the ViewChange's statement and its two optional certificates, for a Prepare below a commit the CommitCertificate.
/// Every bit is covered by a hash or a signature.
/// </remarks>
/// <param name="Context">The chain, epoch and set that the statements are bound to.</param>
/// <param name="First">Of <paramref name="Validator"/>, like <paramref name="Second"/>.</param>
/// <param name="Second">Null for a Prepare below a commit: there the certificate speaks against it.</param>
/// <param name="Commit">The ViewChange's highest CommitCertificate, or the one that the Prepare stands below.</param>
/// <param name="Prepared">The ViewChange's highest PreparedCertificate.</param>
public sealed record Misbehavior(
    VoteContext Context,
    MisbehaviorKind Kind,
    ValidatorIndex Validator,
    SignedStatement First,
    SignedStatement? Second = null,
    QuorumCertificate? Commit = null,
    QuorumCertificate? Prepared = null)
{
    public const byte Version = 1;

    /// <summary>Longest encoding in bytes: two certificates of 64 signatures fit.</summary>
    public const int MaximumBytes = 16 * 1024;

    /// <summary>Two statements of one type in one place.</summary>
    public static Misbehavior Two(
        VoteContext context, ValidatorIndex validator, SignedStatement first, SignedStatement second)
        => new(context, KindOf(first.Statement.Type), validator, first, second);

    /// <summary>A Commit, and a later view asked for as if it had never been signed.</summary>
    public static Misbehavior Hidden(VoteContext context, Vote commit, ViewChange change) => new(
        context, MisbehaviorKind.HiddenCommit, commit.Sender, SignedStatement.Of(commit), SignedStatement.Of(change),
        change.HighestCommit, change.HighestPrepared);

    /// <summary>A Prepare against what was final before its view began.</summary>
    public static Misbehavior Below(VoteContext context, Vote prepare, QuorumCertificate committed) => new(
        context, MisbehaviorKind.PreparedBelowCommit, prepare.Sender, SignedStatement.Of(prepare), Commit: committed);

    /// <summary>The kind that two different statements of one type are.</summary>
    public static MisbehaviorKind KindOf(StatementType type) => type switch
    {
        StatementType.PrePrepare => MisbehaviorKind.TwoProposals,
        StatementType.Prepare => MisbehaviorKind.TwoPrepares,
        StatementType.Commit => MisbehaviorKind.TwoCommits,
        StatementType.ViewChange => MisbehaviorKind.TwoViewChanges,
        StatementType.NewView => MisbehaviorKind.TwoNewViews,
        _ => MisbehaviorKind.None,
    };

    public byte[] Encode()
    {
        WireWriter writer = new(1024);
        writer.U8(Version).U8((byte)Kind).Digest(Context.ChainId).Epoch(Context.Epoch).Digest(Context.ConfigurationHash);
        First.Write(writer.Validator(Validator));
        Second?.Write(writer);
        if (Kind == MisbehaviorKind.HiddenCommit)
        {
            QuorumCertificate.WriteOptional(writer, Commit);
            QuorumCertificate.WriteOptional(writer, Prepared);
        }
        else
        {
            Commit?.Write(writer);
        }

        return writer.ToArray();
    }

    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out Misbehavior? misbehavior)
    {
        misbehavior = null;
        if (bytes.Length > MaximumBytes)
        {
            return DecodeFault.TooLong;
        }

        WireReader reader = new(bytes);
        reader.Require(reader.U8() == Version, DecodeFault.UnknownKind);
        MisbehaviorKind kind = (MisbehaviorKind)reader.U8();
        VoteContext context = new(reader.Digest(), reader.Epoch(), reader.Digest());
        Misbehavior read = ReadProof(ref reader, kind, new(context, kind, reader.Validator(), SignedStatement.Read(ref reader)));
        DecodeFault fault = reader.Finish();
        misbehavior = fault == DecodeFault.None ? read : null;
        return fault;
    }

    private static Misbehavior ReadProof(ref WireReader reader, MisbehaviorKind kind, Misbehavior begun)
    {
        switch (kind)
        {
            case >= MisbehaviorKind.TwoProposals and <= MisbehaviorKind.TwoNewViews:
                return begun with { Second = SignedStatement.Read(ref reader) };
            case MisbehaviorKind.HiddenCommit:
                return begun with
                {
                    Second = SignedStatement.Read(ref reader),
                    Commit = QuorumCertificate.ReadOptional(ref reader),
                    Prepared = QuorumCertificate.ReadOptional(ref reader),
                };
            case MisbehaviorKind.PreparedBelowCommit:
                return begun with { Commit = QuorumCertificate.Read(ref reader) };
            default:
                reader.Fail(DecodeFault.UnknownKind);
                return begun;
        }
    }
}
