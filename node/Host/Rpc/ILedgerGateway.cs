using Ledger.Client.V1;

namespace Ledger.Node.Rpc;

/// <summary>What the RPC asks of the node: the calls of <c>ledger.v1.Ledger</c>.</summary>
/// <remarks>
/// Implemented by the node, and by a fake in tests. Called from many threads at once. The streams of submissions are
/// made of <see cref="SubmitAsync"/>. A call that cannot be answered throws <see cref="RpcException"/>; anything else
/// thrown is answered as INTERNAL and reported to <see cref="RpcOptions.OnFault"/>. The token is cancelled when the
/// caller goes away, its deadline passes or the server stops; the answer is dropped then. Lengths of identifiers have
/// been checked before.
/// </remarks>
public interface ILedgerGateway
{
    /// <summary>A refusal is <see cref="AdmissionStatus.Refusal"/>, thrown.</summary>
    Task<SubmitResponse> SubmitAsync(SubmitRequest request, CancellationToken cancellation);

    /// <summary>Throws <see cref="AdmissionStatus.UnknownTransaction"/> for a transaction never seen.</summary>
    Task<GetReceiptResponse> GetReceiptAsync(GetReceiptRequest request, CancellationToken cancellation);

    Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellation);

    Task<GetAnchorStatusResponse> GetAnchorStatusAsync(GetAnchorStatusRequest request, CancellationToken cancellation);

    Task<StatusResponse> GetStatusAsync(GetStatusRequest request, CancellationToken cancellation);

    Task<GetEpochsResponse> GetEpochsAsync(GetEpochsRequest request, CancellationToken cancellation);

    Task<GovernanceResponse> GetGovernanceAsync(GetGovernanceRequest request, CancellationToken cancellation);

    Task<GetHeadersResponse> GetHeadersAsync(GetHeadersRequest request, CancellationToken cancellation);

    /// <summary>Every height from <see cref="WatchRequest.FromHeight"/> in order; 0 = from the next.</summary>
    IAsyncEnumerable<BlockEvent> WatchAsync(WatchRequest request, CancellationToken cancellation);
}
