using Ledger.Client.V1;

namespace Ledger.Node.Rpc;

/// <summary>What the RPC asks of the node for whoever operates it: the calls of <c>ledger.v1.Operator</c>.</summary>
/// <remarks>As <see cref="ILedgerGateway"/>; callers from another machine never come as far.</remarks>
public interface IOperatorGateway
{
    /// <summary>The bytes of a backup, in order; refused with NOT_OPERATOR without the data directory's token.</summary>
    IAsyncEnumerable<BackupBytes> BackupAsync(BackupRequest request, CancellationToken cancellation);
}
