using System.Net.Http;

namespace Ledger.Client.Calls;

/// <summary>Gives a failure of the transport its gRPC status.</summary>
internal static class GrpcFailure
{
    // RFC 9113, section 7.
    private const long NoError = 0x0;
    private const long RefusedStream = 0x7;
    private const long Cancel = 0x8;
    private const long EnhanceYourCalm = 0xB;

    public static bool IsTransport(Exception exception) => exception is HttpRequestException or IOException;

    public static LedgerRpcException Of(Exception exception)
        => new(StatusOf(exception), $"The call failed on its way: {exception.Message}", exception);

    private static GrpcStatus StatusOf(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpProtocolException reset)
            {
                return OfReset(reset.ErrorCode);
            }
        }

        return GrpcStatus.Unavailable;
    }

    private static GrpcStatus OfReset(long errorCode) => errorCode switch
    {
        // A connection that was closed in good order, as by a server that stops.
        NoError or RefusedStream => GrpcStatus.Unavailable,
        Cancel => GrpcStatus.Cancelled,
        EnhanceYourCalm => GrpcStatus.ResourceExhausted,
        _ => GrpcStatus.Internal,
    };
}
