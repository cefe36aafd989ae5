using Google.Protobuf.Reflection;
using Ledger.Client.V1;
using Ledger.Node.Rpc.Grpc;

namespace Ledger.Node.Rpc.Services;

/// <summary><c>ledger.v1.Ledger</c>, bound to a gateway.</summary>
internal static class LedgerService
{
    public static GrpcService Over(ILedgerGateway gateway, SubmissionStream submissions)
        => new GrpcService(LedgerReflection.Descriptor.FindTypeByName<ServiceDescriptor>("Ledger"))
            .Unary<SubmitRequest, SubmitResponse>("Submit", gateway.SubmitAsync)
            .ClientStreaming<SubmitRequest, SubmitBatchResponse>("SubmitBatch", submissions.SumUpAsync)
            .DuplexStreaming<SubmitRequest, SubmitStreamResponse>("SubmitStream", submissions.AnswerAsync)
            .Unary<GetReceiptRequest, GetReceiptResponse>("GetReceipt", gateway.GetReceiptAsync)
            .Unary<CheckRequest, CheckResponse>("Check", gateway.CheckAsync)
            .Unary<GetAnchorStatusRequest, GetAnchorStatusResponse>("GetAnchorStatus", gateway.GetAnchorStatusAsync)
            .Unary<GetStatusRequest, StatusResponse>("GetStatus", gateway.GetStatusAsync)
            .Unary<GetEpochsRequest, GetEpochsResponse>("GetEpochs", gateway.GetEpochsAsync)
            .Unary<GetGovernanceRequest, GovernanceResponse>("GetGovernance", gateway.GetGovernanceAsync)
            .Unary<GetHeadersRequest, GetHeadersResponse>("GetHeaders", gateway.GetHeadersAsync)
            .ServerStreaming<WatchRequest, BlockEvent>("Watch", gateway.WatchAsync);
}
