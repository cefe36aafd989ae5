using System.CommandLine;
using Ledger.Client;
using Ledger.Client.Logs;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;

namespace Ledger.Node.Commands;

/// <summary>Options that the commands over the public log share.</summary>
internal static class LogOptions
{
    public static Option<string> Policy { get; } = new("--policy")
    {
        Description = "The policy file (c2sp.org/tlog-policy): all that is trusted.",
        HelpName = "FILE",
        Required = true,
    };

    public static Option<string?> Origin { get; } = new("--origin")
    {
        Description = "Which log is meant; needed when the policy names none, as one of SM2 alone.",
        HelpName = "NAME",
    };

    public static LogTrust Trust(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(Policy);
        DecodeFault fault = TlogPolicy.TryDecode(Inputs.Bytes(path, TlogPolicy.MaximumBytes), out TlogPolicy? policy);
        try
        {
            return new LogTrust(policy ?? throw CommandFailure.OfFile(path, fault), parsed.GetValue(Origin), SignatureSuites.Production);
        }
        catch (ArgumentException)
        {
            throw CommandFailure.Usage($"{path}: the policy names no log, or more than one: say which with --origin");
        }
    }

    /// <summary>A server's prefix, or a folder that is a mirror.</summary>
    public static ILogSource Source(ParseResult parsed, string place)
        => Directory.Exists(place) ? new FolderLog(place) : Web(parsed, place);

    public static WebLog Web(ParseResult parsed, string place)
        => NodeAddress.TryParse(place, out Uri? prefix) && prefix is not null
            ? new WebLog(prefix, Inputs.Authority(parsed))
            : throw CommandFailure.Usage($"{place}: an https:// address, or http:// on this machine only, or a folder that is a mirror");
}
