using Ledger.Protocol.Governance;
using Ledger.Protocol.Transactions;

namespace Ledger.Node.Commands;

/// <summary>An issuer, and what is decided about one, in plain words.</summary>
internal static class IssuerWords
{
    public static string Line(IssuerEntry entry)
    {
        Issuer record = entry.Record;
        string state = entry.IsRetired ? $"RETIRED at height {entry.Retired}"
            : entry.IsOfGenesis ? "of the genesis"
            : $"since height {entry.Since}";
        return $"issuer {record.Index} {record.Name} ({record.Region}), {state}, key {Convert.ToHexStringLower(record.PublicKey.Span)}";
    }

    public static object Fields(IssuerEntry entry) => new
    {
        entry.Record.Index,
        entry.Record.Name,
        Region = entry.Record.Region.Code,
        PublicKey = Convert.ToHexStringLower(entry.Record.PublicKey.Span),
        Since = entry.Since.Value,
        Retired = entry.IsRetired ? entry.Retired.Value : (ulong?)null,
    };

    /// <summary>What a change about issuers does; a fault in its place when it can do nothing.</summary>
    public static IEnumerable<string> Of(GovernanceChange change)
        => change.Actions is not [GovernanceAction.Later later] ? [$"! no chain takes it: {GovernanceFault.NotAlone}"]
            : IssuerAction.TryRead(later) is not { } action ? [$"! an action of kind {later.Kind} that is of no known protocol version"]
            : Of(action);

    private static IEnumerable<string> Of(IssuerAction action) => action switch
    {
        IssuerAction.Add a => [$"+ issuer {a.Record.Name} ({a.Record.Region}), who may anchor from then on", KeyOf(a.Record)],
        IssuerAction.Replace a => [$"~ issuer {a.Record.Name} ({a.Record.Region}) signs with another key from then on", KeyOf(a.Record)],
        IssuerAction.Retire a => [$"- issuer {a.Name} anchors nothing more, for ever; what it anchored stays proven"],
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "No such action."),
    };

    private static string KeyOf(Issuer record) => $"    key {Convert.ToHexStringLower(record.PublicKey.Span)}";
}
