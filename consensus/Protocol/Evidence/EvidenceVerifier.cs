using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Evidence;

/// <summary>Decides whether evidence proves that a validator of a genesis broke the protocol, and names what is wrong with it.</summary>
/// <remarks>
/// PROTOCOL.md section 2, Evidence. Nothing is believed but signatures under the genesis' set: the file may come from anybody, its
/// accused's enemies among them. A Prepare below a commit also rests on there being at most f faults, as every receipt does.
/// </remarks>
public static class EvidenceVerifier
{
    public static EvidenceFault Verify(ReadOnlySpan<byte> bytes, Genesis genesis, SignatureSuites suites)
        => Misbehavior.TryDecode(bytes, out Misbehavior? misbehavior) == DecodeFault.None && misbehavior is not null
            ? Verify(misbehavior, genesis, suites)
            : EvidenceFault.Malformed;

    public static EvidenceFault Verify(Misbehavior misbehavior, Genesis genesis, SignatureSuites suites)
    {
        VoteContext context = genesis.Context;
        if (misbehavior.Context.ChainId != context.ChainId)
        {
            return EvidenceFault.WrongChain;
        }

        if (misbehavior.Context != context)
        {
            return EvidenceFault.WrongEpochOrSet;
        }

        if (!genesis.Validators.Contains(misbehavior.Validator))
        {
            return EvidenceFault.UnknownValidator;
        }

        return !Contradicts(misbehavior) ? EvidenceFault.NoContradiction
            : !CertificatesBelong(misbehavior) ? EvidenceFault.CertificatesNotOfViewChange
            : !IsSigned(misbehavior, genesis, suites) ? EvidenceFault.BadSignature
            : !IsCommitted(misbehavior, genesis, suites) ? EvidenceFault.BadCertificate
            : EvidenceFault.None;
    }

    private static bool Contradicts(Misbehavior m)
    {
        Statement first = m.First.Statement;
        return (m.Kind, m.Second?.Statement, m.Commit) switch
        {
            (MisbehaviorKind.HiddenCommit, { Type: StatementType.ViewChange } change, _)
                => Contradiction.IsHidden(first, change.View, QuorumCertificate.Higher(m.Commit, m.Prepared)),
            (MisbehaviorKind.PreparedBelowCommit, null, { } committed) => Contradiction.IsBelow(first, committed),
            (not MisbehaviorKind.None, { } second, null)
                => m.Kind == Misbehavior.KindOf(first.Type) && Contradiction.IsBetween(first, second),
            _ => false,
        };
    }

    /// <summary>Certificates left out or put in by whoever made the file would hide or invent a hidden commit.</summary>
    private static bool CertificatesBelong(Misbehavior m)
        => m.Kind != MisbehaviorKind.HiddenCommit
            || m.Second?.Statement == ViewChange.StatementFor(m.Second?.Statement.View ?? View.Zero, m.Commit, m.Prepared);

    private static bool IsSigned(Misbehavior m, Genesis genesis, SignatureSuites suites)
        => IsSigned(m.First, m.Validator, genesis, suites)
            && (m.Second is not { } second || IsSigned(second, m.Validator, genesis, suites));

    private static bool IsSigned(SignedStatement said, ValidatorIndex by, Genesis genesis, SignatureSuites suites)
        => said.Statement.IsSignedBy(genesis.Validators[by], genesis.Context, suites, said.Signature.Span);

    private static bool IsCommitted(Misbehavior m, Genesis genesis, SignatureSuites suites)
        => m.Kind != MisbehaviorKind.PreparedBelowCommit
            || m.Commit?.IsValid(genesis.Configuration, suites) == true;
}
