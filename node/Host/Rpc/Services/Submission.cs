using Ledger.Client.V1;

namespace Ledger.Node.Rpc.Services;

/// <summary>One submission of many as it was read: a request, or why it is none.</summary>
internal sealed record Submission(SubmitRequest? Request, RpcException? Refused)
{
    /// <summary>What it weighs while it waits for its answer.</summary>
    public int Bytes => Request?.Transaction.Length ?? 0;
}
