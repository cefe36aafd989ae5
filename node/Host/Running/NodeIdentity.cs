using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>Which validator of which chain this process is.</summary>
public sealed record NodeIdentity(Genesis Genesis, ValidatorIndex Self)
{
    public Validator Validator => Genesis.Validators[Self];
}
