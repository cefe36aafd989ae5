using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>Which node of which chain this process is: a validator of some epochs, or of none.</summary>
/// <param name="Name">Its validator's in every set that has it.</param>
/// <param name="Newest">
/// The last configuration that its file of set changes proves; null without one. Of use until the node's own chain is there.
/// </param>
public sealed record NodeIdentity(Genesis Genesis, string Name, EpochConfiguration? Newest = null)
{
    /// <summary>The newest that is known of when the chain here is in <paramref name="epoch"/>.</summary>
    public EpochConfiguration NewestFrom(EpochConfiguration epoch) => Newest?.Number.Value > epoch.Number.Value ? Newest : epoch;

    /// <summary>Null in an epoch whose set does not have it.</summary>
    public ValidatorIndex? PlaceIn(EpochConfiguration epoch) => epoch.Validators.Find(Name);

    /// <summary>Its region's code; empty in an epoch whose set does not have it.</summary>
    public string RegionIn(EpochConfiguration epoch) => PlaceIn(epoch) is { } place ? epoch.Validators[place].Region.Code : "";
}
