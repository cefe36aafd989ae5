using System.Runtime.CompilerServices;
using Google.Protobuf.Reflection;
using Ledger.Client.Errors;
using Ledger.Client.HealthV1;
using Ledger.Client.V1;
using Ledger.Node.Rpc.Grpc;
using ServingStatus = Ledger.Client.HealthV1.HealthCheckResponse.Types.ServingStatus;

namespace Ledger.Node.Rpc.Services;

/// <summary><c>grpc.health.v1.Health</c>: serving while the node says that it is ready.</summary>
/// <remarks>Watch looks again every <see cref="WatchPeriod"/> and tells changes only.</remarks>
internal sealed class HealthService(ILedgerGateway gateway)
{
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(1);

    public static GrpcService Over(ILedgerGateway gateway)
    {
        HealthService health = new(gateway);
        return new GrpcService(HealthReflection.Descriptor.FindTypeByName<ServiceDescriptor>("Health"))
            .Unary<HealthCheckRequest, HealthCheckResponse>("Check", health.CheckAsync)
            .ServerStreaming<HealthCheckRequest, HealthCheckResponse>("Watch", health.WatchAsync);
    }

    private async Task<HealthCheckResponse> CheckAsync(HealthCheckRequest request, CancellationToken cancellation)
        => Serves(request.Service)
            ? new HealthCheckResponse { Status = await StatusAsync(cancellation) }
            : throw new RpcException(ErrorCode.UnknownService);

    private async IAsyncEnumerable<HealthCheckResponse> WatchAsync(
        HealthCheckRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(WatchPeriod);
        ServingStatus told = ServingStatus.Unknown;
        do
        {
            ServingStatus now = Serves(request.Service)
                ? await StatusAsync(cancellation)
                : ServingStatus.ServiceUnknown;
            if (now != told)
            {
                told = now;
                yield return new HealthCheckResponse { Status = now };
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    private static bool Serves(string service) => service is "" or "ledger.v1.Ledger";

    private async Task<ServingStatus> StatusAsync(CancellationToken cancellation)
    {
        try
        {
            StatusResponse status = await gateway.GetStatusAsync(new GetStatusRequest(), cancellation);
            return status.Ready ? ServingStatus.Serving : ServingStatus.NotServing;
        }
        catch (RpcException)
        {
            // A node that refuses to say how it is does not serve.
            return ServingStatus.NotServing;
        }
    }
}
