using System.Text.Encodings.Web;
using System.Text.Json;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Configuration;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary>A change as it travels between operators: canonical bytes, the same in words, and the approvals so far.</summary>
/// <remarks>
/// The words are made of the bytes again when the file is read, so nobody signs anything but what is written there. The
/// configuration is the one that the change was made on; whoever signs compares it with the history that it believes.
/// </remarks>
/// <param name="Change">Canonical bytes in hex, which the operators sign.</param>
/// <param name="Configuration">Canonical bytes in hex.</param>
internal sealed record ChangeFile(
    string Format,
    string ChainId,
    ulong Revision,
    string Id,
    IReadOnlyList<string> Says,
    string Change,
    string Configuration,
    IReadOnlyList<ChangeApproval> Approvals)
{
    public const string Current = "ledger-change/1";

    private const int LongestFile = 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new(StrictJson.Options)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // read by people, in no page of the web
    };

    public static ChangeFile Of(ProposedChange proposed) => new(
        Current,
        $"{proposed.Change.ChainId}",
        proposed.Change.Revision,
        $"{proposed.Change.Id}",
        [.. ChangeWords.Of(proposed)],
        Convert.ToHexStringLower(proposed.Change.Encode()),
        Convert.ToHexStringLower(proposed.Current.Encode()),
        [.. proposed.Approvals.Select(a => new ChangeApproval(a.Key, Convert.ToHexStringLower(a.Value)))]);

    public static ProposedChange Load(string path)
    {
        if (new FileInfo(path).Length > LongestFile)
        {
            throw CommandFailure.OfFile(path, "longer than any change");
        }

        try
        {
            ChangeFile? read = JsonSerializer.Deserialize<ChangeFile>(File.ReadAllBytes(path), Json);
            return read?.Decode() ?? throw CommandFailure.OfFile(path, "is no change, or was edited: its parts do not agree");
        }
        catch (JsonException exception)
        {
            throw CommandFailure.OfFile(path, StrictJson.Reason(exception));
        }
    }

    /// <summary>Writes a new file; one that exists is left as it is.</summary>
    public void Save(string path) => NewFile.Write(path, Bytes());

    /// <summary>Puts this in the place of what was read from there, whole or not at all.</summary>
    public void Replace(string path)
    {
        string beside = $"{path}.new";
        Save(beside);
        File.Move(beside, path, overwrite: true);
    }

    private byte[] Bytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <summary>Null when the file is not what <see cref="Of"/> makes of its bytes, word for word.</summary>
    private ProposedChange? Decode()
    {
        GovernanceChange? change = Hex(Change) is { } bytes ? ReadChange(bytes) : null;
        EpochConfiguration? current = Hex(Configuration) is { } configuration ? ReadConfiguration(configuration) : null;
        SortedDictionary<string, byte[]> approvals = new(StringComparer.Ordinal);
        bool distinct = Approvals.Count <= ValidatorSet.MaximumSize
            && Approvals.All(a => Hex(a.Signature) is { Length: SignatureSuites.SignatureSize } s && approvals.TryAdd(a.Validator, s));
        if (change is null || current is null || !distinct)
        {
            return null;
        }

        ProposedChange proposed = new(change, current, approvals);
        return Of(proposed).Bytes().AsSpan().SequenceEqual(Bytes()) ? proposed : null;
    }

    private static GovernanceChange? ReadChange(byte[] bytes)
    {
        WireReader reader = new(bytes);
        GovernanceChange read = GovernanceChange.Read(ref reader);
        return reader.Finish() == DecodeFault.None ? read : null;
    }

    private static EpochConfiguration? ReadConfiguration(byte[] bytes)
    {
        WireReader reader = new(bytes);
        EpochConfiguration? read = EpochConfiguration.Read(ref reader);
        return reader.Finish() == DecodeFault.None ? read : null;
    }

    private static byte[]? Hex(string text)
        => text.Length % 2 == 0 && !text.AsSpan().ContainsAnyExcept("0123456789abcdef") ? Convert.FromHexString(text) : null;
}

/// <summary>One operator's signature in hex.</summary>
internal sealed record ChangeApproval(string Validator, string Signature);
