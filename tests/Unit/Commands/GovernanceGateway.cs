using Ledger.Client.Errors;
using Ledger.Client.V1;
using Ledger.Cryptography.Signatures;
using Ledger.Engine.Execution.Governance;
using Ledger.Node.Rpc;
using Ledger.Node.Running;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Tests.Unit.Commands;

/// <summary>A node for tests: each submission is a block, executed by the rules of governance on the state so far.</summary>
internal sealed class GovernanceGateway(Genesis genesis) : ILedgerGateway
{
    public GovernanceState State { get; private set; } = GovernanceState.Of(genesis);

    public Height Height { get; private set; } = new(5);

    public List<Transaction> Submitted { get; } = [];

    public Task<SubmitResponse> SubmitAsync(SubmitRequest request, CancellationToken cancellation)
    {
        SignedTransaction signed = DecodedTransaction.Of(request.Transaction.Memory);
        Submitted.Add(signed.Transaction);
        Height = Height.Next;
        (Ledger.Protocol.Blocks.Outcome outcome, State) =
            GovernanceExecution.Execute(State, signed, Height, 0, SignatureSuites.Production);
        return Task.FromResult(new SubmitResponse
        {
            Admission = Admission.Accepted,
            Outcome = (Outcome)outcome,
            Height = Height.Value,
        });
    }

    public Task<GetEpochsResponse> GetEpochsAsync(GetEpochsRequest request, CancellationToken cancellation)
        => Task.FromResult(new GetEpochsResponse());

    public Task<GovernanceResponse> GetGovernanceAsync(GetGovernanceRequest request, CancellationToken cancellation)
        => Task.FromResult(GovernanceAnswers.Governance(State, Height, SignatureSuites.Production));

    public Task<GetReceiptResponse> GetReceiptAsync(GetReceiptRequest request, CancellationToken cancellation) => throw Unasked();

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellation) => throw Unasked();

    public Task<GetAnchorStatusResponse> GetAnchorStatusAsync(GetAnchorStatusRequest request, CancellationToken cancellation)
        => throw Unasked();

    public Task<StatusResponse> GetStatusAsync(GetStatusRequest request, CancellationToken cancellation) => throw Unasked();

    public Task<GetHeadersResponse> GetHeadersAsync(GetHeadersRequest request, CancellationToken cancellation)
        => throw Unasked();

    public IAsyncEnumerable<BlockEvent> WatchAsync(WatchRequest request, CancellationToken cancellation) => throw Unasked();

    private static RpcException Unasked() => new(ErrorCode.Unimplemented, "no test asks");
}
