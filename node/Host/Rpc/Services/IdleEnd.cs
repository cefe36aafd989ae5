using System.Runtime.CompilerServices;
using Ledger.Client.Errors;

namespace Ledger.Node.Rpc.Services;

/// <summary>Ends a stream on which nothing comes.</summary>
internal static class IdleEnd
{
    /// <summary>The same items; STREAM_IDLE when none came for so long while <paramref name="isQuiet"/> held.</summary>
    public static async IAsyncEnumerable<T> EndIdle<T>(
        this IAsyncEnumerable<T> source,
        TimeSpan idle,
        TimeProvider clock,
        Func<bool> isQuiet,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using CancellationTokenSource left = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        IAsyncEnumerator<T> items = source.GetAsyncEnumerator(left.Token);
        Task<bool> next = Task.FromResult(false);
        try
        {
            while (true)
            {
                next = items.MoveNextAsync().AsTask();
                if (!await InTimeAsync(next, idle, clock, isQuiet))
                {
                    yield break;
                }

                yield return items.Current;
            }
        }
        finally
        {
            // An enumerator must not be disposed of while it is asked for its next item.
            await left.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await items.DisposeAsync();
        }
    }

    private static async Task<bool> InTimeAsync(Task<bool> next, TimeSpan idle, TimeProvider clock, Func<bool> isQuiet)
    {
        while (true)
        {
            try
            {
                return await next.WaitAsync(idle, clock);
            }
            catch (TimeoutException) when (!next.IsCompleted)
            {
                if (isQuiet())
                {
                    throw new RpcException(ErrorCode.StreamIdle, $"nothing came for {idle.TotalSeconds} seconds");
                }
            }
        }
    }
}
