namespace Ledger.Client.Wire;

/// <summary>Header and trailer names of gRPC over HTTP/2.</summary>
public static class GrpcHeaders
{
    public const string ContentType = "application/grpc";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";

    public const string StatusDetails = "grpc-status-details-bin";

    /// <summary>No encoding.</summary>
    public const string Identity = "identity";

    /// <summary>What both sides of this project take, as <see cref="AcceptEncoding"/> has it.</summary>
    public const string EncodingsSpoken = "identity,gzip";

    /// <summary>Whether a content type is gRPC with protobuf messages; parameters are ignored.</summary>
    public static bool IsGrpc(ReadOnlySpan<char> contentType)
    {
        int parameters = contentType.IndexOf(';');
        ReadOnlySpan<char> type = (parameters < 0 ? contentType : contentType[..parameters]).Trim();
        return type.Equals(ContentType, StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/grpc+proto", StringComparison.OrdinalIgnoreCase);
    }
}
