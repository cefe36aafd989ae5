namespace Ledger.Testnet.Network;

/// <summary>A validator or an issuer of a manifest; its keys are made at set-up.</summary>
/// <param name="Roles">What an adversary plays with its key, by the words of the simulator's cast; none for the honest.</param>
public sealed record ManifestMember(string Name, string Region, IReadOnlyList<string>? Roles = null);
