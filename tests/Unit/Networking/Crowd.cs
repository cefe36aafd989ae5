using System.Net;

namespace Ledger.Tests.Unit.Networking;

/// <summary>Callers that connect and never say a word.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private readonly List<Caller> _callers = [];

    public Caller this[int index] => _callers[index];

    public static async Task<Crowd> GatherAsync(IPEndPoint endPoint, int ofEach, params string[] addresses)
    {
        Crowd crowd = new();
        foreach (string address in addresses)
        {
            for (int caller = 0; caller < ofEach; caller++)
            {
                crowd._callers.Add(await Caller.ConnectAsync(endPoint, address));
            }
        }

        return crowd;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Caller caller in _callers)
        {
            await caller.DisposeAsync();
        }
    }
}
