using System.CommandLine;
using System.Globalization;
using System.Text;
using Ledger.Client.StatusLists;

namespace Ledger.Node.Commands;

/// <summary>A Bitstring Status List (W3C) of the documents that an issuer revoked or suspended, as a credential without a proof.</summary>
internal static class StatusListExport
{
    /// <summary>A list's every index on a line of its own.</summary>
    private const int MaximumBytes = BitstringStatusList.Entries * 21;

    private static readonly Option<string?> Id = new("--id") { Description = "For status-list: URL of the credential.", HelpName = "URL" };

    private static readonly Option<string?> Issuer = new("--issuer-id")
    {
        Description = "For status-list: URL or DID of the issuer.",
        HelpName = "URL",
    };

    private static readonly Option<string?> Purpose = new("--purpose")
    {
        Description = "For status-list: what a set bit means.",
    };

    private static readonly Option<ulong> Number = new("--list")
    {
        Description = "For status-list: which list: K covers the leaves from 131,072 K on, and leaves out all others.",
        HelpName = "K",
    };

    private static readonly Option<uint> Hours = new("--valid-hours")
    {
        Description = "For status-list: after how many hours a verifier must fetch another.",
        HelpName = "N",
        DefaultValueFactory = _ => 24,
    };

    static StatusListExport() => Purpose.AcceptOnlyFromAmong("revocation", "suspension");

    public static ExportFormat Format { get; } = new(
        "status-list", "the indexes of the log's leaves whose bit is set, one a line", [Id, Issuer, Purpose, Number, Hours], Make);

    private static byte[] Make(ParseResult parsed, string path)
    {
        string id = Url(parsed, Id);
        string issuer = Url(parsed, Issuer);
        bool revoked = ExportCommand.Demand(parsed, Purpose) == "revocation";
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        StatusListCredential credential = new(
            id,
            issuer,
            revoked ? StatusPurpose.Revocation : StatusPurpose.Suspension,
            now,
            now.AddHours(parsed.GetValue(Hours)),
            new BitstringStatusList(parsed.GetValue(Number), Indexes(path)));
        return Encoding.UTF8.GetBytes(credential.Write());
    }

    private static string Url(ParseResult parsed, Option<string?> option)
        => ExportCommand.Demand(parsed, option) is var url && StatusListCredential.IsUrl(url)
            ? url
            : throw CommandFailure.Usage($"{option.Name}: 1 to 255 printable ASCII characters without spaces");

    private static List<ulong> Indexes(string path)
    {
        byte[] bytes = Inputs.Bytes(path, MaximumBytes);
        if (bytes.Length > MaximumBytes)
        {
            throw CommandFailure.OfFile(path, $"longer than {MaximumBytes} bytes");
        }

        List<ulong> indexes = [];
        foreach (string line in Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            indexes.Add(ulong.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out ulong index)
                ? index
                : throw CommandFailure.OfFile(path, $"line {indexes.Count + 1} is no index of a leaf"));
        }

        return indexes;
    }
}
