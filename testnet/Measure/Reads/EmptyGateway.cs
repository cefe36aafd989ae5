using Ledger.Client.V1;
using Ledger.Node.Rpc;

namespace Ledger.Testnet.Measure.Reads;

/// <summary>A node with nothing behind its RPC: what a read costs beyond it is what the wire costs.</summary>
internal sealed class EmptyGateway : ILedgerGateway
{
    private readonly GetReceiptResponse _nothing = new();

    public Task<GetReceiptResponse> GetReceiptAsync(GetReceiptRequest request, CancellationToken cancellation)
        => Task.FromResult(_nothing);

    public Task<SubmitResponse> SubmitAsync(SubmitRequest request, CancellationToken cancellation)
        => throw AdmissionStatus.Refusal(Admission.NotReady, "nothing is behind this RPC");

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellation)
        => Task.FromResult(new CheckResponse());

    public Task<GetAnchorStatusResponse> GetAnchorStatusAsync(GetAnchorStatusRequest request, CancellationToken cancellation)
        => Task.FromResult(new GetAnchorStatusResponse());

    public Task<StatusResponse> GetStatusAsync(GetStatusRequest request, CancellationToken cancellation)
        => Task.FromResult(new StatusResponse());

    public Task<GetEpochsResponse> GetEpochsAsync(GetEpochsRequest request, CancellationToken cancellation)
        => Task.FromResult(new GetEpochsResponse());

    public Task<GovernanceResponse> GetGovernanceAsync(GetGovernanceRequest request, CancellationToken cancellation)
        => Task.FromResult(new GovernanceResponse());

    public Task<GetHeadersResponse> GetHeadersAsync(GetHeadersRequest request, CancellationToken cancellation)
        => Task.FromResult(new GetHeadersResponse());

    public IAsyncEnumerable<BlockEvent> WatchAsync(WatchRequest request, CancellationToken cancellation)
        => AsyncEnumerable.Empty<BlockEvent>();
}
