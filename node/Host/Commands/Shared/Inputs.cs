using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Client;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary>Reads arguments and the files they name; what is wrong ends the command with its name.</summary>
internal static class Inputs
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    public static Genesis Genesis(string path)
    {
        JsonProblem problem = GenesisFile.TryRead(path, out Genesis? genesis);
        return genesis ?? throw CommandFailure.OfFile(path, problem);
    }

    /// <summary>What a verification believes: the genesis, the set changes if --epochs has them, and --pin.</summary>
    public static EpochHistory History(ParseResult parsed, string genesisPath)
    {
        Genesis genesis = Genesis(genesisPath);
        string? path = parsed.GetValue(SharedOptions.Epochs);
        IReadOnlyList<EpochLink> links = path is null ? [] : Epochs(path, genesis);
        HistoryProblem problem = parsed.GetValue(SharedOptions.Pin) is { } pin
            ? EpochHistory.FromPinned(genesis, Digest("--pin", pin), links, SignatureSuites.Production, out EpochHistory? history)
            : EpochHistory.FromGenesis(genesis, links, SignatureSuites.Production, out history);
        return history ?? throw new CommandFailure(
            ExitCode.Invalid, $"{path ?? genesisPath}: the set changes do not hold: {problem}", "BAD_HISTORY");
    }

    /// <summary>The same, and the issuers if --issuers has them.</summary>
    public static EpochHistory HistoryAndIssuers(ParseResult parsed, string genesisPath)
    {
        EpochHistory history = History(parsed, genesisPath);
        if (parsed.GetValue(SharedOptions.Issuers) is not { } path)
        {
            return history;
        }

        DecodeFault fault = IssuerFile.TryDecode(Bytes(path, IssuerFile.MaximumBytes), out IssuerFile? file);
        foreach (ProvenIssuers piece in file?.Pieces ?? throw CommandFailure.OfFile(path, fault))
        {
            IssuerProofFault bad = history.Learn(piece, SignatureSuites.Production, out EpochHistory? learnt);
            history = learnt ?? throw new CommandFailure(
                ExitCode.Invalid, $"{path}: the issuers are not proven: {bad}", "BAD_ISSUERS");
        }

        return history;
    }

    /// <summary>One byte more than the longest is enough to know that it is too long.</summary>
    public static byte[] Bytes(string path, int longest)
    {
        using FileStream file = File.OpenRead(path);
        byte[] bytes = new byte[Math.Min(file.Length, longest + 1)];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static IReadOnlyList<EpochLink> Epochs(string path, Genesis genesis)
    {
        DecodeFault fault = EpochFile.TryDecode(Bytes(path, EpochFile.MaximumBytes), out EpochFile? file);
        return file is null ? throw CommandFailure.OfFile(path, fault)
            : file.ChainId != genesis.ChainId ? throw CommandFailure.OfFile(path, "holds another chain's set changes")
            : file.Links;
    }

    public static NodeRing Nodes(ParseResult parsed) => Nodes(parsed, parsed.GetRequiredValue(SharedOptions.Nodes));

    public static NodeRing Nodes(ParseResult parsed, IReadOnlyCollection<string> addresses)
    {
        List<Uri> nodes = [];
        foreach (string text in addresses)
        {
            nodes.Add(NodeAddress.TryParse(text, out Uri? node) && node is not null
                ? node
                : throw CommandFailure.Usage($"--node {text}: an https:// address, or http:// on this machine only"));
        }

        return new NodeRing(nodes, new LedgerRpcClientOptions { TrustedAuthority = Authority(parsed) });
    }

    /// <summary>What https servers must chain to; null for the system's authorities.</summary>
    public static X509Certificate2? Authority(ParseResult parsed)
        => parsed.GetValue(SharedOptions.Authority) is { } path ? Certificate(path) : null;

    public static TimeSpan Timeout(ParseResult parsed)
    {
        string text = parsed.GetRequiredValue(SharedOptions.Timeout);
        (string digits, int milliseconds) =
            text.EndsWith("ms", StringComparison.Ordinal) ? (text[..^2], 1)
            : text.EndsWith('s') ? (text[..^1], 1_000)
            : text.EndsWith('m') ? (text[..^1], 60_000)
            : ("", 0);
        bool parses = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int count);
        TimeSpan time = TimeSpan.FromMilliseconds((double)count * milliseconds);
        return parses && time > TimeSpan.Zero && time <= LongestTimeout
            ? time
            : throw CommandFailure.Usage($"--timeout {text}: a number and ms, s or m, at most an hour");
    }

    /// <summary>ISO 8601; without an offset it is UTC.</summary>
    public static DateTimeOffset Time(string option, string text)
        => DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset time)
            ? time
            : throw CommandFailure.Usage($"{option} {text}: a time such as 2026-11-21 or 2026-11-21T08:00:00+08:00");

    public static Digest Digest(string what, string hex)
        => Cryptography.Hashing.Digest.TryParse(hex, out Digest digest)
            ? digest
            : throw CommandFailure.Usage($"{what} {hex}: 64 hex digits");

    private static X509Certificate2 Certificate(string path)
    {
        try
        {
            return X509CertificateLoader.LoadCertificateFromFile(path);
        }
        catch (CryptographicException exception) when (File.Exists(path))
        {
            throw CommandFailure.OfFile(path, exception.Message);
        }
    }
}
