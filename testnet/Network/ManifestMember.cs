namespace Ledger.Testnet.Network;

/// <summary>A validator or an issuer of a manifest; its keys are made at set-up.</summary>
public sealed record ManifestMember(string Name, string Region);
