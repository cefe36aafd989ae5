using System.Globalization;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary>A change in plain words: what is before and after it. Made of the canonical bytes alone.</summary>
internal static class ChangeWords
{
    public static IEnumerable<string> Of(ProposedChange proposed)
    {
        yield return $"change {proposed.Change.Id}, as change {proposed.Change.Revision + 1} of chain {proposed.Change.ChainId}";
        yield return $"made on the configuration of epoch {proposed.Current.Number}, {proposed.Current.Hash}";
        if (proposed.Withdraws)
        {
            yield return "- the change that is decided and waits for its newcomers is given up";
            yield break;
        }

        GovernanceFault fault = proposed.TryApply(out ConfigurationDraft? draft);
        IEnumerable<string> lines = proposed.Change.Recovers && fault == GovernanceFault.None
                ? Order(RecoveryOrder.Of(proposed.Change)!, proposed.Current.Validators)
            : proposed.Change.IsOfIssuers && fault == GovernanceFault.None ? IssuerWords.Of(proposed.Change)
            : draft is null
            ? [$"! no chain could run on it: {fault}"]
            : Difference(proposed.Current, draft.Begin(proposed.Current, proposed.Current.Start));
        foreach (string line in lines)
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Order(RecoveryOrder order, ValidatorSet set) =>
    [
        $"! the journals of {string.Join(", ", order.Lost.Select(l => l.Name))} are lost; they vote again from view {order.View} on",
        .. order.Lost.Select(l => $"    {l.Name} with the journal {l.Incarnation:x16}"),
        $"! sign only if you know that {Left(order, set)} lost nothing and are honest: what was final, they alone can show",
    ];

    private static string Left(RecoveryOrder order, ValidatorSet set)
        => string.Join(", ", set.Validators.Select(v => v.Name).Where(name => order.Lost.All(l => l.Name != name)));

    /// <summary>The configuration by itself.</summary>
    public static IEnumerable<string> Of(EpochConfiguration configuration)
    {
        ValidatorSet set = configuration.Validators;
        yield return $"epoch {configuration.Number} from height {configuration.Start}, configuration {configuration.Hash}";
        yield return $"  quorum {set.Quorum} of {set.Size}, tolerates {set.Faults}";
        foreach (RegionMinimum minimum in set.Minimums)
        {
            yield return $"  region {minimum.Region}: {CountIn(set, minimum.Region)} validators, minimum {minimum.Minimum}";
        }

        foreach (Validator validator in set.Validators)
        {
            yield return $"  validator {validator.Name} ({validator.Region}){Place(validator)}";
        }

        foreach ((string name, ulong value) in ParametersOf(configuration.Parameters))
        {
            yield return $"  {name} {Text(value)}";
        }
    }

    /// <summary>Who has approved, and what a quorum still lacks.</summary>
    public static IEnumerable<string> Missing(ProposedChange proposed, ValidatorSet set)
    {
        Validator[] signed = [.. set.Validators.Where(v => proposed.Approvals.ContainsKey(v.Name))];
        yield return $"approved by {(signed.Length == 0 ? "nobody yet" : string.Join(", ", signed.Select(v => v.Name)))}";
        if (signed.Length < set.Quorum)
        {
            yield return $"missing: {set.Quorum - signed.Length} more of {Others(proposed, set.Validators)}";
        }

        foreach (RegionMinimum minimum in set.Minimums)
        {
            int lacks = minimum.Minimum - signed.Count(v => v.Region == minimum.Region);
            if (lacks > 0)
            {
                string others = Others(proposed, set.Validators.Where(v => v.Region == minimum.Region));
                yield return $"missing in {minimum.Region}: {lacks} of {others}";
            }
        }
    }

    public static (string Name, ulong Value)[] ParametersOf(ChainParameters p) =>
    [
        ("protocol-version", p.ProtocolVersion),
        ("window", p.Window),
        ("base-timeout-ms", p.BaseTimeoutMs),
        ("timeout-cap-ms", p.TimeoutCapMs),
        ("max-drift-ms", p.MaximumDriftMs),
        ("max-validity-heights", p.MaximumValidityHeights),
        ("max-block-bytes", p.MaximumBlockBytes),
    ];

    private static IEnumerable<string> Difference(EpochConfiguration before, EpochConfiguration after)
        =>
        [
            .. Members(before.Validators, after.Validators),
            .. Regions(before.Validators, after.Validators),
            .. ParametersOf(before.Parameters).Zip(ParametersOf(after.Parameters))
                .Where(p => p.First != p.Second)
                .Select(p => $"~ {p.First.Name}: {Text(p.First.Value)} -> {Text(p.Second.Value)}"),
            $"  quorum: {before.Validators.Quorum} of {before.Validators.Size} -> {after.Validators.Quorum} of {after.Validators.Size}, "
                + $"tolerates {before.Validators.Faults} -> {after.Validators.Faults}",
            .. after.Validators.Validators.Where(v => before.Validators.FindKey(v.Suite, v.PublicKey.Span) is null)
                .Select(v => $"  waits until the node of {v.Name} says that it is ready"),
            .. Version(before.Parameters.ProtocolVersion, after.Parameters.ProtocolVersion),
            .. GenesisWarnings.Of(after.Validators).Select(w => $"! {w}"),
        ];

    /// <summary>The same words in every program, whichever versions it has: a file is read by remaking them.</summary>
    private static string[] Version(uint before, uint after) => before == after ? [] :
    [
        $"  waits until a jurisdiction quorum of the nodes says that its program has protocol version {after}",
        $"! a node whose program does not have it stops at that epoch's first height: 'ledger status' shows who has it",
    ];

    private static IEnumerable<string> Members(ValidatorSet before, ValidatorSet after)
        =>
        [
            .. before.Validators.Where(v => after.Find(v.Name) is null).Select(v => $"- validator {v.Name} ({v.Region})"),
            .. after.Validators.Where(v => before.Find(v.Name) is null)
                .SelectMany(v => Fields(v).Prepend($"+ validator {v.Name} ({v.Region})")),
            .. before.Validators.SelectMany(v => after.Find(v.Name) is { } place ? Replaced(v, after[place]) : []),
        ];

    private static IEnumerable<string> Replaced(Validator before, Validator after)
    {
        string[] changed = [.. Fields(before).Zip(Fields(after)).Where(f => f.First != f.Second)
            .Select(f => $"{f.First} -> {f.Second.Trim()[(f.Second.Trim().IndexOf(' ') + 1)..]}")];
        return changed.Length == 0 ? [] : changed.Prepend($"~ validator {before.Name}");
    }

    /// <summary>Each begins with one word that names it.</summary>
    private static string[] Fields(Validator v) =>
    [
        $"    region {v.Region}",
        $"    consensus-key {Convert.ToHexStringLower(v.PublicKey.Span)}",
        $"    operator-key {Convert.ToHexStringLower(v.OperatorKey.Span)}",
        $"    tls-pin {v.TlsPin}",
        $"    cosigning-ed25519 {Convert.ToHexStringLower(v.CosigningKeys.Ed25519.Span)}",
        $"    cosigning-sm2 {Convert.ToHexStringLower(v.CosigningKeys.Sm2.Span)}",
        $"    address {(v.Address.Length == 0 ? "(in each node's configuration)" : v.Address)}",
    ];

    private static IEnumerable<string> Regions(ValidatorSet before, ValidatorSet after)
    {
        foreach (Region region in before.Minimums.Concat(after.Minimums).Select(m => m.Region).Distinct().Order())
        {
            string was = $"{CountIn(before, region)} validators, minimum {MinimumIn(before, region)}";
            string becomes = $"{CountIn(after, region)} validators, minimum {MinimumIn(after, region)}";
            if (was != becomes)
            {
                yield return $"~ region {region}: {was} -> {becomes}";
            }
        }
    }

    private static string Others(ProposedChange proposed, IEnumerable<Validator> among)
        => string.Join(", ", among.Where(v => !proposed.Approvals.ContainsKey(v.Name)).Select(v => v.Name));

    private static int CountIn(ValidatorSet set, Region region) => set.Validators.Count(v => v.Region == region);

    private static int MinimumIn(ValidatorSet set, Region region) => set.Minimums.FirstOrDefault(m => m.Region == region).Minimum;

    private static string Place(Validator validator) => validator.Address.Length == 0 ? "" : $" at {validator.Address}";

    private static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}
