using Microsoft.AspNetCore.Http;

namespace Ledger.Node.Rpc.Edge;

/// <summary>Counts the calls being served, so that a server that stops lets each of them be answered first.</summary>
internal sealed class CallsUnderWay
{
    /// <summary>How long the ends of the last calls are given to leave the connections' buffers.</summary>
    /// <remarks>
    /// Kestrel closes a connection whose calls are all answered at once, with what it has not sent yet: the client of a
    /// call whose request goes on would see a closed connection instead of its status. Nothing tells when it has gone.
    /// </remarks>
    private static readonly TimeSpan Leaving = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource _none = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One more than there are calls until the server stops.
    private int _count = 1;

    /// <summary>Serves a call, counted from its first byte to the last of its answer.</summary>
    public async Task ServeAsync(HttpContext context, RequestDelegate serve)
    {
        Interlocked.Increment(ref _count);
        try
        {
            await serve(context);
            await context.Response.CompleteAsync();
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Waits for the ends of the calls under way, though no longer than <paramref name="longest"/>.</summary>
    /// <remarks>To be asked once.</remarks>
    public async Task EndAsync(TimeSpan longest)
    {
        if (!Leave())
        {
            await Task.WhenAny(_none.Task, Task.Delay(longest));
            await Task.Delay(Leaving);
        }
    }

    private bool Leave()
    {
        bool none = Interlocked.Decrement(ref _count) == 0;
        if (none)
        {
            _none.TrySetResult();
        }

        return none;
    }
}
