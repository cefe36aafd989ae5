namespace Ledger.Testnet.Measure.Reads;

/// <summary>One of the things compared: how it is called once, over one of its connections, and who answers.</summary>
/// <param name="CallAsync">Makes one call over the connection of that number; its answer is checked.</param>
internal sealed record ReadTarget(string Name, int ProcessId, Func<int, CancellationToken, Task> CallAsync);
