using System.Globalization;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Statuses;
using Ledger.Protocol.Transactions;

namespace Ledger.Client;

/// <summary>What an issuer says of a document since it anchored it, judged by a proof that somebody brings.</summary>
internal sealed class StatusVerifier(EpochHistory history, SignatureSuites suites, StatusPolicy policy)
{
    private readonly TimeSpan _drift = TimeSpan.FromMilliseconds(history.Genesis.Parameters.MaximumDriftMs);

    /// <param name="leaf">What was anchored.</param>
    /// <param name="commitment">Its commitment, or one that stands under its root.</param>
    /// <param name="proof">Null when nobody brought one.</param>
    /// <param name="at">The time that is asked for.</param>
    /// <param name="now">The verifier's clock, or the time that is asked for when that is later.</param>
    public bool Judge(
        Judgement judgement, LeafRecord leaf, Digest commitment, StatusProof? proof, DateTimeOffset at, DateTimeOffset now)
        => JudgeProof(judgement, leaf.Issuer, commitment, proof)
            && JudgeRevocation(judgement)
            && JudgeTime(judgement, now)
            && JudgeValidity(judgement, leaf.Terms, at)
            && JudgeFreshness(judgement, at)
            && JudgeSuspension(judgement);

    /// <summary>Both ends of the leaf's validity are inside it.</summary>
    public static bool JudgeValidity(Judgement judgement, AnchorTerms terms, DateTimeOffset at)
    {
        long seconds = at.ToUnixTimeSeconds();
        bool begun = seconds >= terms.ValidFromSeconds;
        bool lasts = terms.ValidToSeconds == 0 || seconds <= terms.ValidToSeconds;
        return judgement.Demand(DocumentCheck.Validity, begun && lasts, begun ? Verdict.Expired : Verdict.NotYetValid);
    }

    private bool JudgeProof(Judgement judgement, uint issuer, Digest commitment, StatusProof? proof)
    {
        judgement.Status = null;
        if (proof is null)
        {
            return true; // a missing one is not fresh: that is judged below
        }

        StatusProofFault fault = proof.Judge(history, suites, out ProvenStatus? proven);
        bool isOfLeaf = proof.Issuer == issuer && proof.Commitment == commitment;
        judgement.Status = isOfLeaf ? proven : null;
        return fault == StatusProofFault.UnknownEpoch
            ? judgement.Demand(DocumentCheck.Status, false, Verdict.UnknownEpoch, $"{proof.Header.Epoch}")
            : fault != StatusProofFault.None
            ? judgement.Demand(DocumentCheck.Status, false, Verdict.InvalidStatus, $"{fault}")
            : judgement.Demand(DocumentCheck.Status, isOfLeaf, Verdict.InvalidStatus, "OtherCommitment", Words(proven!));
    }

    /// <summary>Before its time is looked at: nobody takes a revocation back, so an old one, or a fast clock's, is as good.</summary>
    private static bool JudgeRevocation(Judgement judgement)
        => judgement.Status?.Entry is not { IsFinal: true } entry
            || (entry.Successor is { } successor
                ? judgement.Demand(DocumentCheck.NotRevoked, false, Verdict.Superseded, $"{successor}", Words(entry))
                : judgement.Demand(DocumentCheck.NotRevoked, false, Verdict.Revoked, detail: Words(entry)));

    private bool JudgeTime(Judgement judgement, DateTimeOffset now)
        => judgement.Status is not { } status
            || TimeOf(status.TimeMs) <= now + _drift
            || judgement.Demand(DocumentCheck.Status, false, Verdict.InvalidStatus, "InTheFuture", Words(status));

    /// <summary>A status counts from its last change on: of a time before that nothing is proven.</summary>
    private bool JudgeFreshness(Judgement judgement, DateTimeOffset at)
    {
        if (policy.MaximumAge is not { } longest)
        {
            judgement.Waive(DocumentCheck.Freshness);
            return true;
        }

        if (judgement.Status is not { } status)
        {
            return judgement.Demand(DocumentCheck.Freshness, false, Verdict.StaleStatus, "NoProof");
        }

        TimeSpan age = at - TimeOf(status.TimeMs);
        return status.Entry is { } entry && TimeOf(entry.TimeMs) > at + _drift
            ? judgement.Demand(DocumentCheck.Freshness, false, Verdict.StaleStatus, "ChangedLater", Words(status))
            : judgement.Demand(
                DocumentCheck.Freshness, age <= longest, Verdict.StaleStatus, "TooOld", $"{Words(status)}, {Words(age)} old");
    }

    private static bool JudgeSuspension(Judgement judgement)
        => judgement.Status?.Entry is not { Status: AnchorStatus.Suspended } entry
            || judgement.Demand(DocumentCheck.NotSuspended, false, Verdict.Suspended, detail: Words(entry));

    private static string Words(ProvenStatus status)
        => $"{status.Status} at height {status.Height}, {Words(TimeOf(status.TimeMs))}";

    private static string Words(StatusEntry entry)
        => $"{entry.Status} ({entry.Reason}) since height {entry.Height}, {Words(TimeOf(entry.TimeMs))}";

    private static string Words(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Words(TimeSpan age)
        => age < TimeSpan.Zero ? "0 s" : age < TimeSpan.FromHours(1) ? $"{(long)age.TotalSeconds} s" : $"{(long)age.TotalHours} h";

    /// <summary>A header's time may be any number.</summary>
    private static DateTimeOffset TimeOf(ulong milliseconds)
        => milliseconds < (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            : DateTimeOffset.MaxValue - TimeSpan.FromDays(1);
}
