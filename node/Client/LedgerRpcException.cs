using Ledger.Client.Wire;

namespace Ledger.Client;

/// <summary>A call that did not end with OK.</summary>
/// <remarks>
/// <see cref="Code"/> is the stable name the node's message starts with (<c>BAD_SIGNATURE</c>), null when there is
/// none, as with a failure of the transport.
/// </remarks>
public sealed class LedgerRpcException : Exception
{
    public LedgerRpcException(GrpcStatus status, string message, Exception? cause = null)
        : base(message, cause)
    {
        Status = status;
        Code = StableCode.Of(message);
    }

    public GrpcStatus Status { get; }

    public string? Code { get; }
}
