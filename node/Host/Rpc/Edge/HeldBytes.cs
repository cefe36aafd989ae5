using Ledger.Client.Errors;

namespace Ledger.Node.Rpc.Edge;

/// <summary>One call's part of the budget: what it holds of a message or body that is not whole yet.</summary>
internal sealed class HeldBytes(ByteBudget budget) : IDisposable
{
    /// <summary>What a connection's own window holds anyway is not counted, in bytes.</summary>
    private const int FreeBytes = 64 * 1024;

    private long _held;

    /// <summary>From now on so many bytes, no longer those of before.</summary>
    /// <exception cref="RpcException">All calls together would hold more than they may.</exception>
    public void Set(long bytes)
    {
        long wanted = bytes <= FreeBytes ? 0 : bytes;
        if (wanted > _held && !budget.TryTake(wanted - _held))
        {
            throw new RpcException(ErrorCode.Busy, "the node holds as many bytes of unfinished requests as it may");
        }

        if (wanted < _held)
        {
            budget.Give(_held - wanted);
        }

        _held = wanted;
    }

    public void Dispose() => Set(0);
}
