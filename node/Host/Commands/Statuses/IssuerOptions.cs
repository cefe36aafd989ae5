using System.CommandLine;
using System.Globalization;
using Ledger.Client;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary>Options of whoever signs as an issuer.</summary>
internal static class IssuerOptions
{
    public static Option<string> Key { get; } = new("--issuer-key")
    {
        Description = "The issuer's key file.",
        HelpName = "FILE",
        Required = true,
    };

    public static Option<string> Name { get; } = new("--issuer")
    {
        Description = "The issuer's name or index in the genesis.",
        HelpName = "NAME|INDEX",
        Required = true,
    };

    public static Option<ulong> ValidForHeights { get; } = new("--valid-for-heights")
    {
        Description = "How many heights the transaction may wait for its block.",
        HelpName = "N",
        DefaultValueFactory = _ => 1000,
    };

    /// <summary>As the genesis has it, or as a node proves it: one that was let in later, or has another key by now.</summary>
    public static async Task<Issuer> FindAsync(
        HistoryClient client, string text, TimeSpan timeout, CancellationToken cancellation)
    {
        Genesis genesis = client.History.Genesis;
        if (genesis.Parameters.ProtocolVersion >= ProtocolVersions.IssuersByGovernance || Find(client.History, text) is null)
        {
            await client.LearnIssuersAsync(Deadline.After(timeout), cancellation);
        }

        return Find(client.History, text)
            ?? throw CommandFailure.Usage($"--issuer {text}: neither the genesis nor the chain has such an issuer");
    }

    private static Issuer? Find(EpochHistory history, string text)
    {
        bool isIndex = uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint index);
        return history.Issuers.FirstOrDefault(i => i.Record.Name == text)?.Record ?? (isIndex ? history.FindIssuer(index)?.Record : null);
    }
}
