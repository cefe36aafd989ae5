using Microsoft.Extensions.Hosting;

namespace Ledger.Node.Rpc;

/// <summary>Leaves the process's signals alone: the node that owns the server starts and stops it.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
