using Ledger.Client.Wire;

namespace Ledger.Client;

/// <summary>A call that did not end with OK.</summary>
/// <remarks>
/// <see cref="Code"/> is the stable name the node's message starts with (<c>BAD_SIGNATURE</c>), null when there is
/// none, as with a failure of the transport.
/// </remarks>
public sealed class LedgerRpcException : Exception
{
    public LedgerRpcException(
        GrpcStatus status, string message, Exception? cause = null, StatusDetails? details = null)
        : base(message, cause)
    {
        Status = status;
        Code = StableCode.Of(message);
        Text = details?.Text is { Length: > 0 } text ? text : StableCode.WithoutName(message);
        TextZh = details?.TextZh ?? "";
        Fault = details?.Fault ?? "";
        RetryAfter = details?.RetryAfter;
    }

    public GrpcStatus Status { get; }

    public string? Code { get; }

    /// <summary>What happened, for people, in English.</summary>
    public string Text { get; }

    /// <summary>The same in simplified Chinese; empty when the node did not say.</summary>
    public string TextZh { get; }

    /// <summary>What exactly was wrong, by a stable name such as TRAILING_BYTES; empty when there is none.</summary>
    public string Fault { get; }

    /// <summary>How long to wait before the same call may succeed; null when the node did not say.</summary>
    public TimeSpan? RetryAfter { get; }
}
