using Ledger.Cryptography.Signatures;

namespace Ledger.Node.Running;

/// <summary>The signature suites a real node accepts.</summary>
public static class ProductionSuites
{
    public static SignatureSuites All { get; } = new(new Ed25519Suite());
}
