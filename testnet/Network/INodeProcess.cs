namespace Ledger.Testnet.Network;

/// <summary>What runs a validator: a process of this machine, or a container.</summary>
/// <remarks>Disposing ends it at once.</remarks>
public interface INodeProcess : IAsyncDisposable
{
    /// <summary>Whether it was started, and has not ended since.</summary>
    bool IsRunning { get; }

    /// <summary>What it is called where it runs, for people.</summary>
    string Name { get; }

    /// <summary>Starts it, without waiting until it answers.</summary>
    Task StartAsync();

    /// <summary>SIGKILL, and waits until it is gone: nothing of it gets to run after this call starts.</summary>
    Task KillAsync();

    /// <summary>SIGTERM, and waits for an orderly end; gives the exit code.</summary>
    Task<int> StopAsync(CancellationToken cancellation);

    /// <summary>The last lines it printed, for messages.</summary>
    string LastOutput(int lines);
}
