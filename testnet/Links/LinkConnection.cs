using System.Net.Sockets;

namespace Ledger.Testnet.Links;

/// <summary>One connection through a link: the caller's socket, and the one to whom it called.</summary>
internal sealed class LinkConnection(Socket caller, Socket called, CancellationToken stopping)
    : IDisposable
{
    private static readonly LingerOption Abrupt = new(enable: true, seconds: 0);

    private readonly CancellationTokenSource _life = CancellationTokenSource.CreateLinkedTokenSource(stopping);

    /// <summary>Carries both directions until both have ended or one has broken; then nothing of it is left.</summary>
    public async Task RunAsync(LinkPump toCalled, LinkPump toCaller)
    {
        Task[] pumps = [EndOnFaultAsync(toCalled), EndOnFaultAsync(toCaller)];
        await Task.WhenAll(pumps);
        Close(caller, reset: _life.IsCancellationRequested);
        Close(called, reset: _life.IsCancellationRequested);
    }

    /// <summary>Ends it with a reset on both sides.</summary>
    public void Reset() => _life.Cancel();

    public void Dispose() => _life.Dispose();

    /// <summary>Closes a socket, with a reset instead of an orderly end when so asked.</summary>
    public static void Close(Socket socket, bool reset)
    {
        if (reset)
        {
            socket.LingerState = Abrupt;
        }

        socket.Dispose();
    }

    /// <summary>A direction that breaks ends the other: an end cannot be half reset.</summary>
    private async Task EndOnFaultAsync(LinkPump pump)
    {
        try
        {
            await pump.RunAsync(_life.Token);
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            await _life.CancelAsync();
        }
    }
}
