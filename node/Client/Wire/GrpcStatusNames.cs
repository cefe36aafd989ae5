namespace Ledger.Client.Wire;

/// <summary>The names of the status codes as every gRPC implementation prints them.</summary>
public static class GrpcStatusNames
{
    private static readonly string[] Names =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
        "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
        "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ];

    public static string Name(this GrpcStatus status) => Names[(int)status];

    /// <summary>The status of a <c>grpc-status</c> header; a number nobody knows is UNKNOWN.</summary>
    public static GrpcStatus Parse(string header)
        => int.TryParse(header, System.Globalization.NumberStyles.None, null, out int number) && number < Names.Length
            ? (GrpcStatus)number
            : GrpcStatus.Unknown;
}
