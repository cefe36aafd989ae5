using System.Runtime.CompilerServices;
using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Engine.Execution;
using Ledger.Engine.Receipts;
using Ledger.Node.Rpc;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;

namespace Ledger.Node.Running;

/// <summary>Answers the RPC from the engine: decodes and checks at the edge, asks between turns.</summary>
public sealed partial class LedgerGateway(
    EngineLoop loop,
    CommitHub commits,
    IssuerRegistry issuers,
    SignatureSuites suites,
    StatusReport report,
    StatusSource statuses,
    Readiness readiness,
    Action<string> onAdmitted)
    : ILedgerGateway
{
    private int _submissionsUnderWay;

    /// <summary>Submissions that wait for their answer.</summary>
    public int SubmissionsUnderWay => Volatile.Read(ref _submissionsUnderWay);

    public async Task<SubmitResponse> SubmitAsync(SubmitRequest request, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _submissionsUnderWay); // before readiness is looked at: a drain sees one or refuses it
        try
        {
            return await AnswerAsync(request, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _submissionsUnderWay);
        }
    }

    private async Task<SubmitResponse> AnswerAsync(SubmitRequest request, CancellationToken cancellation)
    {
        if (readiness.Refusal is { } why)
        {
            onAdmitted("not_ready");
            throw AdmissionStatus.Refusal(Client.V1.Admission.NotReady, why);
        }

        CheckedTransaction transaction = Decode(request.Transaction.Memory);
        Digest id = transaction.Transaction.Id;
        using CommitWait? wait = request.WaitForReceipt ? commits.Wait(id) : null;
        Engine.Admission.Admission admission = await AdmitAsync(transaction, cancellation);
        bool asks = request.WaitForReceipt || admission == Engine.Admission.Admission.AlreadyCommitted;
        TransactionAnswer? answer = asks ? await FindAsync(id, 0, cancellation) : null;
        if (answer is null && wait is not null)
        {
            await wait.Committed.WaitAsync(cancellation);
            answer = await FindAsync(id, 0, cancellation);
        }

        return Describe(id, admission, answer);
    }

    public async Task<GetReceiptResponse> GetReceiptAsync(GetReceiptRequest request, CancellationToken cancellation)
    {
        Digest id = new(request.TransactionId.Span);
        (TransactionAnswer? answer, bool pending) = await AskWholeAsync(
            engine => (TransactionAnswer.Of(engine, id, request.LeafOffset), engine.Knows(id)), cancellation);
        if (answer is null && !pending)
        {
            throw AdmissionStatus.UnknownTransaction();
        }

        if (answer is null)
        {
            return new GetReceiptResponse { State = ReceiptState.Pending };
        }

        return new GetReceiptResponse
        {
            State = ReceiptState.Committed,
            Receipt = Bytes(answer.Receipt),
            Outcome = (Outcome)answer.Locator.Outcome,
            Height = answer.Locator.Height.Value,
            FirstLeaf = answer.Locator.FirstLeaf,
            LeafCount = answer.Locator.LeafCount,
        };
    }

    public async Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellation)
    {
        Digest commitment = new(request.Commitment.Span);
        await report.IndexedAsync(cancellation);
        return await AskWholeAsync(engine => Check(engine, commitment), cancellation);
    }

    public Task<GetAnchorStatusResponse> GetAnchorStatusAsync(GetAnchorStatusRequest request, CancellationToken cancellation)
    {
        Digest commitment = new(request.Commitment.Span);
        return AskWholeAsync(engine => AnchorStatusAnswers.Of(engine, request.Issuer, commitment), cancellation);
    }

    public Task<StatusResponse> GetStatusAsync(GetStatusRequest request, CancellationToken cancellation)
        => statuses.NowAsync(cancellation);

    public Task<GetEpochsResponse> GetEpochsAsync(GetEpochsRequest request, CancellationToken cancellation)
        => AskWholeAsync(engine => GovernanceAnswers.Epochs(engine, request), cancellation);

    public Task<GovernanceResponse> GetGovernanceAsync(GetGovernanceRequest request, CancellationToken cancellation)
        => AskWholeAsync(engine => GovernanceAnswers.Governance(engine, request, suites), cancellation);

    public Task<GetHeadersResponse> GetHeadersAsync(GetHeadersRequest request, CancellationToken cancellation)
        => loop.AskAsync(engine => HeaderAnswers.Of(engine.Chain, request), cancellation);

    public async IAsyncEnumerable<BlockEvent> WatchAsync(
        WatchRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Height head = await AskWholeAsync(engine => engine.State.Block.Height, cancellation);
        Height next = request.FromHeight == 0 ? head.Next : new Height(request.FromHeight);
        while (!cancellation.IsCancellationRequested)
        {
            Task more = commits.NextBlock;
            BlockEvent? block = await AskWholeAsync(engine => BlockEvents.At(engine, next), cancellation);
            if (block is null)
            {
                await more.WaitAsync(cancellation);
                continue;
            }

            yield return block;
            next = next.Next;
        }
    }

    /// <summary>A node that takes over a snapshot knows nothing that it could answer with until it has.</summary>
    private Task<T> AskWholeAsync<T>(Func<LedgerEngine, T> question, CancellationToken cancellation)
        => loop.AskAsync(
            engine => engine.Restoring is null
                ? question(engine)
                : throw AdmissionStatus.Refusal(Client.V1.Admission.NotReady, "the node takes over a snapshot of the chain"),
            cancellation);

    private Task<TransactionAnswer?> FindAsync(Digest id, uint leafOffset, CancellationToken cancellation)
        => AskWholeAsync(engine => TransactionAnswer.Of(engine, id, leafOffset), cancellation);

    private CheckedTransaction Decode(ReadOnlyMemory<byte> bytes)
    {
        SignedTransaction signed;
        try
        {
            signed = DecodedTransaction.Of(bytes);
        }
        catch (RpcException)
        {
            onAdmitted("malformed");
            throw;
        }

        return issuers.Check(signed, suites);
    }

    private async Task<Engine.Admission.Admission> AdmitAsync(CheckedTransaction transaction, CancellationToken cancellation)
    {
        TaskCompletionSource<Engine.Admission.Admission> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await loop.PostAsync(new EngineInput.Submitted(transaction, answer.SetResult), cancellation);
        Engine.Admission.Admission admission = await answer.Task.WaitAsync(cancellation);
        onAdmitted(Telemetry.Words.Of(admission));
        return Refusals.TryGetValue(admission, out (Client.V1.Admission Code, string Why) refusal)
            ? throw AdmissionStatus.Refusal(refusal.Code, refusal.Why)
            : admission;
    }

    private static SubmitResponse Describe(Digest id, Engine.Admission.Admission admission, TransactionAnswer? answer)
    {
        SubmitResponse response = new()
        {
            TransactionId = ByteString.CopyFrom(id.ToArray()),
            Admission = admission == Engine.Admission.Admission.Accepted
                ? Client.V1.Admission.Accepted
                : Client.V1.Admission.AlreadyKnown,
        };
        if (answer is not null)
        {
            response.Receipt = Bytes(answer.Receipt);
            response.Outcome = (Outcome)answer.Locator.Outcome;
            response.Height = answer.Locator.Height.Value;
            response.FirstLeaf = answer.Locator.FirstLeaf;
            response.LeafCount = answer.Locator.LeafCount;
        }

        return response;
    }

    private CheckResponse Check(LedgerEngine engine, Digest commitment)
    {
        CheckResponse response = new() { Height = engine.Settled.Value };
        foreach (Engine.Receipts.AnchorMatch match in engine.Receipts.Find(commitment).Where(m => m.Height <= engine.Settled))
        {
            Issuer? issuer = issuers.Find(match.Record.Issuer);
            response.Matches.Add(new Client.V1.AnchorMatch
            {
                LeafIndex = match.LeafIndex,
                Height = match.Height.Value,
                IssuerIndex = match.Record.Issuer,
                IssuerName = issuer?.Name ?? "",
                Region = issuer?.Region.Code ?? "",
                DocumentType = match.Record.Terms.DocumentType,
                ValidFromSeconds = match.Record.Terms.ValidFromSeconds,
                ValidToSeconds = match.Record.Terms.ValidToSeconds,
                Receipt = Bytes(engine.Receipts.Make(match)),
                Status = AnchorStatusAnswers.StatusOf(engine, match.Record.Issuer, commitment),
            });
        }

        response.Verdict = response.Matches.Count > 0 ? CheckVerdict.Found : CheckVerdict.NotFound;
        return response;
    }

    private static ByteString Bytes(Receipt? receipt)
        => receipt is null ? ByteString.Empty : UnsafeByteOperations.UnsafeWrap(receipt.Encode());
}
