using Ledger.Client;
using Ledger.Client.Errors;
using Ledger.Client.Wire;

namespace Ledger.Node.Rpc;

/// <summary>Ends a call with an entry of the <see cref="ErrorCatalogue"/>, which its caller is told.</summary>
/// <remarks>The message is public and starts with the stable name: <c>BAD_SIGNATURE: why</c>.</remarks>
public sealed class RpcException : Exception
{
    /// <summary>Characters of a message that a header carries: clients bound what they take of headers.</summary>
    private const int LongestText = 1024;

    /// <param name="why">For people, in English; null when the catalogue's sentence says all there is.</param>
    public RpcException(ErrorCode code, string? why = null)
        : base($"{ErrorCatalogue.Of(code).Name}: {why ?? ErrorCatalogue.Of(code).English}")
        => Error = ErrorCatalogue.Of(code);

    public ErrorEntry Error { get; }

    public GrpcStatus Status => Error.Status;

    /// <summary>The stable name the message starts with.</summary>
    public string Code => Error.Name;

    /// <summary>The message without its name.</summary>
    public string Why => StableCode.WithoutName(Message);

    /// <summary>What goes into <c>grpc-status-details-bin</c>.</summary>
    public StatusDetails Details
        => new(Code, Detail, Why.Length <= LongestText ? Why : Why[..LongestText], WhyZh, Error.RetryAfter);

    /// <summary>The stable name of what exactly was wrong, such as a fault of the decoder; empty when there is none.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The catalogue's sentence in simplified Chinese, and the detail's name.</summary>
    public string WhyZh => Detail.Length == 0 ? Error.Chinese : $"{Error.Chinese}（{Detail}）";
}
