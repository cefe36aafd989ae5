using System.CommandLine;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;

namespace Ledger.Node.Commands;

/// <summary>Options that several commands have, under one name and meaning.</summary>
internal static class SharedOptions
{
    static SharedOptions() => Suite.AcceptOnlyFromAmong([.. SuiteNames.All]);

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Answer as JSON, in stable snake_case fields.",
    };

    public static Option<string> Suite { get; } = new("--suite")
    {
        Description = "What the keys sign with; a chain's members may each have another.",
        DefaultValueFactory = _ => SuiteNames.All[0],
    };

    public static Option<string> Genesis { get; } = new("--genesis")
    {
        Description = "The chain's genesis.json: all that a verification trusts.",
        HelpName = "FILE",
        Required = true,
    };

    public static Option<string?> GenesisIfAny { get; } = new("--genesis")
    {
        Description = "The chain's genesis.json; with it the receipts are verified here.",
        HelpName = "FILE",
    };

    public static Option<string?> Epochs { get; } = new("--epochs")
    {
        Description = "The chain's set changes since the genesis, as 'ledger epochs' writes them.",
        HelpName = "FILE",
    };

    public static Option<string?> Issuers { get; } = new("--issuers")
    {
        Description = "The issuers that were decided since the genesis, as 'ledger issuers' writes them.",
        HelpName = "FILE",
    };

    public static Option<string?> Pin { get; } = new("--pin")
    {
        Description = "Hash of a configuration known to be the chain's: those before it are believed by hashes alone.",
        HelpName = "HASH",
    };

    public static Option<string> PassphraseFile { get; } = new("--passphrase-file")
    {
        Description = "A file whose first line is the passphrase.",
        HelpName = "FILE",
        Required = true,
    };

    /// <summary>No AllowMultipleArgumentsPerToken: what follows an address may be a document.</summary>
    public static Option<string[]> Nodes { get; } = new("--node")
    {
        Description = "Address of a node's RPC; repeat it to name others to try in turn. http:// on this machine only.",
        HelpName = "URL",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<string?> Authority { get; } = new("--ca")
    {
        Description = "PEM certificate of the authority that https nodes must chain to; the system's otherwise.",
        HelpName = "FILE",
    };

    public static Option<string> Timeout { get; } = new("--timeout")
    {
        Description = "Longest to wait for the nodes, such as 500ms, 30s or 2m.",
        HelpName = "TIME",
        DefaultValueFactory = _ => "30s",
    };

    public static Option<string> Language { get; } = English();

    private static Option<string> English()
    {
        Option<string> language = new("--lang")
        {
            Description = "Language of sentences; names and numbers stay the same.",
            DefaultValueFactory = _ => "en",
        };
        return language.AcceptOnlyFromAmong("en", "zh");
    }
}
