namespace Ledger.Client.Light;

/// <summary>A node showed what a light client refuses.</summary>
/// <param name="evidence">What is worth keeping of it; empty for what proves nothing.</param>
public sealed class LightException(LightFault fault, string message, LightFile? evidence = null) : Exception(message)
{
    public LightFault Fault { get; } = fault;

    public LightFile? Evidence { get; } = evidence;
}
