using Ledger.Node.Running;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary>What <c>ledger evidence verify --json</c> answers; what the evidence says is proven only by PROVEN.</summary>
/// <param name="Validator">Null where the file cannot be read, or names nobody of its epoch.</param>
/// <param name="First">What the validator signed.</param>
/// <param name="Second">What it signed besides, or what a quorum committed against it.</param>
internal sealed record EvidenceView(
    string Verdict, EvidenceFault Fault, string File, string? Kind, string? Validator, string? Region,
    EvidenceStatement? First, EvidenceStatement? Second)
{
    private static readonly Dictionary<MisbehaviorKind, (string English, string Chinese)> Sentences = new()
    {
        [MisbehaviorKind.TwoProposals] = ("proposed two blocks in one view at one height", "在同一视图的同一高度提出了两个区块"),
        [MisbehaviorKind.TwoPrepares] = ("prepared two blocks in one view at one height", "在同一视图的同一高度对两个区块投了 Prepare 票"),
        [MisbehaviorKind.TwoCommits] = ("committed to two blocks in one view at one height", "在同一视图的同一高度对两个区块投了 Commit 票"),
        [MisbehaviorKind.TwoViewChanges] = ("left for one view with two ViewChanges", "为同一视图签署了两个 ViewChange"),
        [MisbehaviorKind.TwoNewViews] = ("opened one view twice", "两次开启同一视图"),
        [MisbehaviorKind.HiddenCommit] = ("left out a Commit that it had signed", "在 ViewChange 中隐瞒了自己签署的 Commit 票"),
        [MisbehaviorKind.PreparedBelowCommit] =
            ("prepared against what was committed in an earlier view", "对与先前视图中已确认区块相冲突的区块投了 Prepare 票"),
    };

    public static EvidenceView Of(string file, EvidenceFault fault, Misbehavior? said, EpochHistory history)
    {
        ValidatorSet? set = said is null ? null : history.Find(said.Context.Epoch)?.Validators;
        Validator? accused = said is not null && set is not null && set.Contains(said.Validator) ? set[said.Validator] : null;
        return new EvidenceView(
            fault == EvidenceFault.None ? "PROVEN" : $"INVALID_EVIDENCE:{fault}",
            fault,
            file,
            said is null ? null : StatusNames.Of((Client.V1.MisbehaviorKind)said.Kind),
            accused?.Name,
            accused?.Region.Code,
            said is null ? null : EvidenceStatement.Of(said.First.Statement),
            (said?.Second?.Statement ?? said?.Commit?.Statement) is { } second ? EvidenceStatement.Of(second) : null)
        {
            Sentence = said is null ? ("", "") : Sentences[said.Kind],
        };
    }

    private (string English, string Chinese) Sentence { get; init; }

    public IEnumerable<string> Lines(bool chinese)
    {
        yield return $"{Verdict}  {File}";
        if (Fault != EvidenceFault.None)
        {
            yield return chinese ? "  证据无效：不能证明任何内容" : "  the evidence proves nothing";
            yield break;
        }

        yield return chinese ? $"  {Validator}（{Region}）{Sentence.Chinese}" : $"  {Validator} ({Region}) {Sentence.English}";
        yield return $"  first        {First}";
        yield return $"  second       {Second}";
    }
}

/// <summary>A statement for people: what was said, where, about what.</summary>
/// <param name="Subject">SHA-256 digest of the block's header, or of the content of a ViewChange or NewView.</param>
internal sealed record EvidenceStatement(StatementType Type, ulong View, ulong Height, string Subject)
{
    public static EvidenceStatement Of(Statement said) => new(said.Type, said.View.Value, said.Height.Value, $"{said.Subject.Sha256}");

    public override string ToString() => $"{Type} view {View} height {Height} {Subject}";
}
