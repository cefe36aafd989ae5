using Ledger.Client;

namespace Ledger.Node.Rpc.Json;

/// <summary>The HTTP status of a call that did not end with OK.</summary>
/// <remarks>The mapping of google/rpc/code.proto; but what HTTP itself has a status for keeps it.</remarks>
internal static class HttpStatus
{
    public const string TooLarge = "REQUEST_TOO_LARGE";
    public const string WrongMethod = "METHOD_NOT_ALLOWED";
    public const string WrongMediaType = "UNSUPPORTED_MEDIA_TYPE";

    public static int Of(RpcException failure) => failure.Code switch
    {
        TooLarge => 413,
        WrongMethod => 405,
        WrongMediaType => 415,
        _ => Of(failure.Status),
    };

    private static int Of(GrpcStatus status) => status switch
    {
        GrpcStatus.Ok => 200,
        GrpcStatus.InvalidArgument or GrpcStatus.FailedPrecondition or GrpcStatus.OutOfRange => 400,
        GrpcStatus.Unauthenticated => 401,
        GrpcStatus.PermissionDenied => 403,
        GrpcStatus.NotFound => 404,
        GrpcStatus.AlreadyExists or GrpcStatus.Aborted => 409,
        GrpcStatus.ResourceExhausted => 429,
        GrpcStatus.Cancelled => 499,
        GrpcStatus.Unimplemented => 501,
        GrpcStatus.Unavailable => 503,
        GrpcStatus.DeadlineExceeded => 504,
        _ => 500,
    };
}
