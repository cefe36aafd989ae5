using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Telling;

/// <summary>A frame in the words that a script uses too.</summary>
public sealed class MessageWords(Labels labels)
{
    public string Of(Frame frame)
        => frame.Message is { } message ? Of(message) : $"a frame that does not open: {frame.Fault}";

    private string Of(Message message)
        => message switch
        {
            PrePrepare m => $"PrePrepare {labels.Name(m.Block)}{Contents(m)} view {m.View}",
            Vote m => $"{m.Kind} {labels.Subject(m)} view {m.View}",
            Suspect m => $"Suspect view {m.View}",
            ViewChange m => $"ViewChange view {m.View}{Of(m.HighestCommit)}{Of(m.HighestPrepared)}",
            NewView m => $"NewView view {m.View} of {Names(m.Signers.Members.Select(s => (int)s.Value))}, base {BaseOf(m)}",
            Status m => $"Status view {m.View}{(m.Participating ? "" : " waiting")}, asks {m.Asked}, committed {m.Committed}",
            FetchBlocks m => $"FetchBlocks above {m.Above} to {labels.NameOf(m.Target)}",
            ChainSegment m => $"ChainSegment {string.Join(' ', m.Chain.Select(labels.Name))}{Of(m.Certificate)}",
            FetchBatches m => $"FetchBatches {string.Join(' ', m.Digests.Select(labels.NameOfBatch))}",
            BatchMessage m => $"Batch {labels.Name(m.Batch)}",
            _ => throw new ArgumentOutOfRangeException(nameof(message), message.Kind, "there are no words for it"),
        };

    /// <summary>v0 v1 v3.</summary>
    public static string Names(IEnumerable<int> validators) => string.Join(' ', validators.Select(v => $"v{v}"));

    private string Contents(PrePrepare proposal)
        => proposal.Block.Batches.Count == 0 ? "" : $" of {string.Join(' ', proposal.Block.Batches.Select(labels.NameOfBatch))}";

    private string Of(QuorumCertificate? certificate)
        => certificate is null ? ""
            : $" with {(certificate.IsCommit ? "CC" : "PC")} {labels.NameOf(certificate.Block.Sha256)} view {certificate.View}";

    private string BaseOf(NewView opened)
        => opened.Base is { } certificate ? labels.NameOf(certificate.Block.Sha256) : "B0";
}
