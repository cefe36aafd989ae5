using System.CommandLine;
using Ledger.Client;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary>Verifies many documents one after the other: a line or a JSON object for each, and what they come to together.</summary>
/// <remarks>No socket is opened. Each answer is given at once, so memory does not grow with their number but by their names.</remarks>
internal sealed class FolderVerification(ParseResult parsed, EpochHistory history, Moment moment)
{
    private readonly DocumentVerifier _verifier = new(history, SignatureSuites.Production, moment.Policy);
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly bool _chinese = parsed.GetValue(SharedOptions.Language) == "zh";

    /// <summary>The worst of all verdicts' exit codes; that of an empty folder is of a file that is not there.</summary>
    public ExitCode Run(string[] paths, CancellationToken cancellation)
    {
        string?[] trusted =
            [parsed.GetValue(SharedOptions.Genesis), parsed.GetValue(SharedOptions.Epochs), parsed.GetValue(SharedOptions.Issuers)];
        IEnumerable<FilePair> pairs = FolderFiles.Of(paths, trusted.OfType<string>(), out int folders);
        List<ExitCode> codes = [];
        foreach (FilePair pair in pairs)
        {
            cancellation.ThrowIfCancellationRequested();
            VerifyAnswer answer = Judge(pair, cancellation);
            Count(answer.Kind);
            ExitCode code = VerdictWords.CodeOf(answer.Kind);
            codes = codes.Contains(code) ? codes : [.. codes, code];
            GiveOne(answer);
        }

        GiveSummary(folders);
        return codes.Count == 0 ? ExitCode.File : VerdictWords.Worst(codes);
    }

    private VerifyAnswer Judge(FilePair pair, CancellationToken cancellation)
    {
        if (!pair.HasEnvelope || !pair.HasDocument)
        {
            Verdict lacks = pair.HasDocument ? Verdict.NoEnvelope : pair.HasEnvelope ? Verdict.NoDocument : Verdict.Unreadable;
            return VerifyAnswer.OfUnread(pair.Document, pair.Envelope, lacks, "");
        }

        try
        {
            JsonProblem problem = EnvelopeFile.TryRead(pair.Envelope, out CarryEnvelope? envelope);
            return envelope is null
                ? VerifyAnswer.OfUnread(pair.Document, pair.Envelope, Verdict.InvalidEnvelope, $"{problem}")
                : Judge(pair, envelope, cancellation);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return VerifyAnswer.OfUnread(pair.Document, pair.Envelope, Verdict.Unreadable, unreadable.GetType().Name);
        }
    }

    private VerifyAnswer Judge(FilePair pair, CarryEnvelope envelope, CancellationToken cancellation)
    {
        HashedDocument document = DocumentHasher.Hash(pair.Document, envelope.Salt, null, cancellation);
        DocumentReport report = _verifier.Verify(envelope, document.Commitment, moment.At, moment.Now);
        return VerifyAnswer.Of(pair.Document, pair.Envelope, document, envelope, report);
    }

    private void Count(Verdict verdict)
    {
        string word = VerdictWords.Word(verdict, "");
        _counts[word] = _counts.GetValueOrDefault(word) + 1;
    }

    private void GiveOne(VerifyAnswer answer)
        => Answer.GiveLine(
            parsed, answer,
            answer.Kind == Verdict.Valid
                ? $"{answer.Verdict}  {answer.File}"
                : $"{answer.Verdict}  {answer.File}  {VerdictWords.Sentence(answer.Kind, _chinese)}");

    private void GiveSummary(int folders)
    {
        int files = _counts.Values.Sum();
        string counts = string.Join(", ", _counts.Select(c => $"{c.Value} {c.Key}"));
        string inside = folders == 0 ? "" : _chinese ? $"；{folders} 个子文件夹未检查" : $"; {folders} folders inside were not entered";
        Answer.GiveLine(
            parsed,
            new { Summary = new { Files = files, Verdicts = _counts, FoldersNotEntered = folders, moment.At } },
            (_chinese ? $"共 {files} 个文件：{counts}" : $"{files} files: {counts}") + inside);
    }
}
