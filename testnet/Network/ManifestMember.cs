using System.Text.Json;
using Ledger.Cryptography.Signatures;

namespace Ledger.Testnet.Network;

/// <summary>A validator or an issuer of a manifest; its keys are made at set-up.</summary>
/// <param name="Roles">What an adversary plays with its key, by the words of the simulator's cast; none for the honest.</param>
/// <param name="Suite">What it signs with; Ed25519 when not said.</param>
public sealed record ManifestMember(string Name, string Region, IReadOnlyList<string>? Roles = null, string? Suite = null)
{
    internal SuiteId SuiteId => Suite is null ? SuiteId.Ed25519
        : SuiteNames.Parse(Suite) is var suite and not SuiteId.None ? suite
        : throw new JsonException($"{Name}: {Suite} is no suite.");
}
