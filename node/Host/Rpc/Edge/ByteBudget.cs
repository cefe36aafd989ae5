namespace Ledger.Node.Rpc.Edge;

/// <summary>Bytes of unfinished requests that all calls together may hold.</summary>
internal sealed class ByteBudget(long mostBytes)
{
    private long _taken;

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= mostBytes)
        {
            return true;
        }

        Give(bytes);
        return false;
    }

    public void Give(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
