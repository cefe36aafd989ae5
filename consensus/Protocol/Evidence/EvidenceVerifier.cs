using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Evidence;

/// <summary>Decides whether evidence proves that a validator of a chain broke the protocol, and names what is wrong with it.</summary>
/// <remarks>
/// PROTOCOL.md section 2, Evidence. Nothing is believed but signatures under its epoch's set: the file may come from anybody, its
/// accused's enemies among them. A Prepare below a commit also rests on there being at most f faults, as every receipt does.
/// </remarks>
public static class EvidenceVerifier
{
    public static EvidenceFault Verify(ReadOnlySpan<byte> bytes, EpochHistory history, SignatureSuites suites)
        => Misbehavior.TryDecode(bytes, out Misbehavior? misbehavior) == DecodeFault.None && misbehavior is not null
            ? Verify(misbehavior, history, suites)
            : EvidenceFault.Malformed;

    public static EvidenceFault Verify(Misbehavior misbehavior, EpochHistory history, SignatureSuites suites)
        => misbehavior.Context.ChainId != history.Genesis.ChainId ? EvidenceFault.WrongChain
            : history.Find(misbehavior.Context.Epoch) is { } epoch ? Verify(misbehavior, epoch, suites)
            : EvidenceFault.UnknownEpoch;

    private static EvidenceFault Verify(Misbehavior misbehavior, EpochConfiguration epoch, SignatureSuites suites)
        => misbehavior.Context != epoch.Context ? EvidenceFault.WrongEpochOrSet
            : !epoch.Validators.Contains(misbehavior.Validator) ? EvidenceFault.UnknownValidator
            : !Contradicts(misbehavior) ? EvidenceFault.NoContradiction
            : !CertificatesBelong(misbehavior) ? EvidenceFault.CertificatesNotOfViewChange
            : !IsSigned(misbehavior, epoch, suites) ? EvidenceFault.BadSignature
            : !IsCommitted(misbehavior, epoch, suites) ? EvidenceFault.BadCertificate
            : EvidenceFault.None;

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

    private static bool IsSigned(Misbehavior m, EpochConfiguration epoch, SignatureSuites suites)
        => IsSigned(m.First, m.Validator, epoch, suites)
            && (m.Second is not { } second || IsSigned(second, m.Validator, epoch, suites));

    private static bool IsSigned(SignedStatement said, ValidatorIndex by, EpochConfiguration epoch, SignatureSuites suites)
        => said.Statement.IsSignedBy(epoch.Validators[by], epoch.Context, suites, said.Signature.Span);

    private static bool IsCommitted(Misbehavior m, EpochConfiguration epoch, SignatureSuites suites)
        => m.Kind != MisbehaviorKind.PreparedBelowCommit
            || m.Commit?.IsValid(epoch, suites) == true;
}
