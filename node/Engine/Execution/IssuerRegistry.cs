using Ledger.Protocol.Transactions;

namespace Ledger.Engine.Execution;

/// <summary>The registered issuers by index; one object for each record, so that a check against it can be recognised.</summary>
public sealed class IssuerRegistry(IEnumerable<Issuer> issuers)
{
    private readonly Dictionary<uint, Issuer> _byIndex = issuers.ToDictionary(i => i.Index);

    public Issuer? Find(uint index) => _byIndex.GetValueOrDefault(index);
}
