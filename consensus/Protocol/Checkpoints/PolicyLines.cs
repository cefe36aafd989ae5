using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Checkpoints;

/// <summary>Collects the lines of a policy file, each checked against those before it.</summary>
/// <remarks>
/// c2sp.org/tlog-policy, "Policy file syntax and structure". Names are octets to it, so they are held as Latin-1: two names are the same
/// when their bytes are. Only keys are UTF-8.
/// </remarks>
internal sealed class PolicyLines
{
    private readonly List<NoteKey> _logs = [];
    private readonly List<PolicyWitness> _witnesses = [];
    private readonly List<PolicyGroup> _groups = [];
    private readonly HashSet<string> _names = [];
    private readonly HashSet<string> _members = [];
    private string? _quorum;

    public static DecodeFault Collect(ReadOnlySpan<byte> bytes, out TlogPolicy? policy)
    {
        policy = null;
        if (bytes.Length > TlogPolicy.MaximumBytes)
        {
            return DecodeFault.TooLong;
        }

        PolicyLines lines = new();
        ReadOnlySpan<char> rest = System.Text.Encoding.Latin1.GetString(bytes);
        while (NoteText.TryTakeLine(ref rest, out ReadOnlySpan<char> line))
        {
            DecodeFault fault = HasControls(line) ? DecodeFault.NotCanonical : lines.Add($"{line}");
            if (fault != DecodeFault.None)
            {
                return fault;
            }
        }

        if (!rest.IsEmpty || lines._quorum is not { } quorum)
        {
            return DecodeFault.Truncated;
        }

        policy = new TlogPolicy(lines._logs, lines._witnesses, lines._groups, quorum);
        return DecodeFault.None;
    }

    private DecodeFault Add(string line)
    {
        string[] words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [] or [['#', ..], ..] => DecodeFault.None,
            ["log", _] or ["log", _, _] => AddLog(words[1]),
            ["witness", _, _] or ["witness", _, _, _] => AddWitness(words[1], words[2]),
            ["group", _, _, _, ..] => AddGroup(words[1], words[2], words[3..]),
            ["quorum", _] => SetQuorum(words[1]),
            _ => DecodeFault.UnknownKind,
        };
    }

    private DecodeFault AddLog(string text)
    {
        DecodeFault fault = NoteKey.TryParse(FromUtf8(text), out NoteKey? key);
        if (key is null || _logs.Count == TlogPolicy.MaximumLines)
        {
            return key is null ? fault : DecodeFault.TooLong;
        }

        bool twice = _logs.Any(l => IsSame(l, key));
        _logs.Add(key);
        return twice ? DecodeFault.NotCanonical : DecodeFault.None;
    }

    private DecodeFault AddWitness(string name, string text)
    {
        DecodeFault fault = NoteKey.TryParse(FromUtf8(text), out NoteKey? key);
        if (key is null || _witnesses.Count == TlogPolicy.MaximumLines)
        {
            return key is null ? fault : DecodeFault.TooLong;
        }

        bool taken = !key.IsCosigner || _witnesses.Any(w => IsSame(w.Key, key)) || !IsNew(name);
        _witnesses.Add(new PolicyWitness(name, key));
        return taken ? DecodeFault.NotCanonical : DecodeFault.None;
    }

    private DecodeFault AddGroup(string name, string threshold, string[] members)
    {
        if (_groups.Count == TlogPolicy.MaximumLines)
        {
            return DecodeFault.TooLong;
        }

        ulong? least = threshold switch { "all" => (ulong)members.Length, "any" => 1, _ => NoteText.ToNumber(threshold) };
        bool known = members.All(m => _names.Contains(m) && _members.Add(m)) && least >= 1 && least <= (ulong)members.Length && IsNew(name);
        _groups.Add(new PolicyGroup(name, known ? (int)least!.Value : 0, members));
        return known ? DecodeFault.None : DecodeFault.NotCanonical;
    }

    private DecodeFault SetQuorum(string name)
    {
        bool known = _quorum is null && (name == TlogPolicy.None || _names.Contains(name));
        _quorum = name;
        return known ? DecodeFault.None : DecodeFault.NotCanonical;
    }

    private bool IsNew(string name) => name != TlogPolicy.None && _names.Add(name);

    /// <summary>The specification's duplicates: one key under two names is one witness.</summary>
    private static bool IsSame(NoteKey a, NoteKey b) => a.Suite == b.Suite && a.PublicKey.Span.SequenceEqual(b.PublicKey.Span);

    private static string FromUtf8(string octets) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.Latin1.GetBytes(octets));

    private static bool HasControls(ReadOnlySpan<char> line)
        => line.ContainsAnyInRange('\0', '\b') || line.ContainsAnyInRange('\n', '\u001f') || line.Contains('\u007f');
}
