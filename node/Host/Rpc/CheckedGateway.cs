using Google.Protobuf;
using Ledger.Client.Errors;
using Ledger.Client.V1;

namespace Ledger.Node.Rpc;

/// <summary>Refuses what no gateway could answer: identifiers of another length, an empty transaction.</summary>
/// <remarks>Stands before the gateway for gRPC and JSON alike.</remarks>
internal sealed class CheckedGateway(ILedgerGateway inner) : ILedgerGateway
{
    private const int IdentifierBytes = 32;

    public Task<SubmitResponse> SubmitAsync(SubmitRequest request, CancellationToken cancellation)
        => request.Transaction.IsEmpty
            ? throw new RpcException(ErrorCode.Malformed, "the transaction is empty") { Detail = "EMPTY" }
            : inner.SubmitAsync(request, cancellation);

    public Task<GetReceiptResponse> GetReceiptAsync(GetReceiptRequest request, CancellationToken cancellation)
    {
        ExpectIdentifier("transaction_id", request.TransactionId);
        return inner.GetReceiptAsync(request, cancellation);
    }

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellation)
    {
        ExpectIdentifier("commitment", request.Commitment);
        return inner.CheckAsync(request, cancellation);
    }

    public Task<GetAnchorStatusResponse> GetAnchorStatusAsync(GetAnchorStatusRequest request, CancellationToken cancellation)
    {
        ExpectIdentifier("commitment", request.Commitment);
        return inner.GetAnchorStatusAsync(request, cancellation);
    }

    public Task<StatusResponse> GetStatusAsync(GetStatusRequest request, CancellationToken cancellation)
        => inner.GetStatusAsync(request, cancellation);

    public Task<GetEpochsResponse> GetEpochsAsync(GetEpochsRequest request, CancellationToken cancellation)
        => inner.GetEpochsAsync(request, cancellation);

    public Task<GovernanceResponse> GetGovernanceAsync(GetGovernanceRequest request, CancellationToken cancellation)
        => inner.GetGovernanceAsync(request, cancellation);

    public Task<GetHeadersResponse> GetHeadersAsync(GetHeadersRequest request, CancellationToken cancellation)
        => inner.GetHeadersAsync(request, cancellation);

    public IAsyncEnumerable<BlockEvent> WatchAsync(WatchRequest request, CancellationToken cancellation)
        => inner.WatchAsync(request, cancellation);

    private static void ExpectIdentifier(string field, ByteString value)
    {
        if (value.Length != IdentifierBytes)
        {
            throw new RpcException(
                ErrorCode.Malformed, $"{field} is {IdentifierBytes} bytes, not {value.Length}")
            {
                Detail = "WRONG_LENGTH",
            };
        }
    }
}
