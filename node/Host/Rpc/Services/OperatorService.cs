using Google.Protobuf.Reflection;
using Ledger.Client.V1;
using Ledger.Node.Rpc.Grpc;

namespace Ledger.Node.Rpc.Services;

/// <summary><c>ledger.v1.Operator</c>, bound to a gateway: over gRPC only, and from this machine only.</summary>
internal static class OperatorService
{
    public static GrpcService Over(IOperatorGateway gateway)
        => new GrpcService(OperatorReflection.Descriptor.FindTypeByName<ServiceDescriptor>("Operator"))
            .LocalServerStreaming<BackupRequest, BackupBytes>("Backup", gateway.BackupAsync);
}
