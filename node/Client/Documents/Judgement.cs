using Ledger.Protocol.Receipts;

namespace Ledger.Client;

/// <summary>One document's checks as they are made: the first that fails is the verdict.</summary>
internal sealed class Judgement(ReceiptReport receipt)
{
    private readonly List<DocumentStep> _steps = [];
    private (Verdict Verdict, string Detail) _verdict = (Verdict.Valid, "");

    /// <summary>What its status is proven to be; null while nothing is.</summary>
    public ProvenStatus? Status { get; set; }

    public DocumentReport Report
        => new(_verdict.Verdict, receipt, _verdict.Detail) { Steps = _steps, Status = Status };

    /// <summary>Notes a check; false when it fails, and no other is to be made.</summary>
    /// <param name="fault">What the verdict has behind its colon, and the step as its detail.</param>
    public bool Demand(DocumentCheck check, bool passes, Verdict otherwise, string fault = "", string detail = "")
    {
        _steps.Add(new DocumentStep(check, passes ? CheckResult.Passed : CheckResult.Failed, passes || detail != "" ? detail : fault));
        _verdict = passes ? _verdict : (otherwise, fault);
        return passes;
    }

    public void Waive(DocumentCheck check) => _steps.Add(new DocumentStep(check, CheckResult.Waived));
}
