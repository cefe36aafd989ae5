namespace Ledger.Protocol;

/// <summary>Thrown by <see cref="Invariant"/>; nothing catches it but the host, which writes it down and stops the process.</summary>
public sealed class InvariantBroken(string rule, string file, int line)
    : Exception($"Invariant broken: {rule} ({file[(file.LastIndexOf('/') + 1)..]}:{line})")
{
    public string Rule { get; } = rule;
}
