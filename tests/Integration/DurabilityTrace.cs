using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Ledger.Consensus;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Storage.Records;

namespace Ledger.Tests.Integration;

/// <summary>Reads a system call trace of a validator, and says which promises left before they were durable.</summary>
/// <remarks>
/// The trace is <c>strace -f -y -xx</c> of <c>pwrite64</c>, <c>fdatasync</c>, <c>fsync</c> and <c>write</c>. A promise
/// is decoded from the bytes written to the journal; it is durable when a later flush of that file, by the same thread,
/// has returned 0. The node (LEDGER_TRACE_PROMISES=1) writes <c>send KIND VIEW HEIGHT</c> to its output right before it
/// hands a signed message to the transport. One thread does all three, so the order of its calls is the order of the
/// program.
/// </remarks>
internal sealed partial class DurabilityTrace
{
    private const int MinimumCopies = 2;

    private readonly Dictionary<string, string> _unfinished = [];
    private readonly Dictionary<string, int> _written = [];
    private readonly HashSet<string> _durable = [];
    private readonly Dictionary<string, int> _sent = [];
    private readonly List<string> _violations = [];

    /// <summary>Messages that left before the promise behind them was durable.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>How many messages of a kind were seen leaving.</summary>
    public int Sent(string kind) => _sent.GetValueOrDefault(kind);

    public static DurabilityTrace Of(IEnumerable<string> lines)
    {
        DurabilityTrace trace = new();
        foreach (string line in lines)
        {
            trace.Take(line);
        }

        return trace;
    }

    /// <summary>Joins a call that another thread interrupted, and looks at it where it returned.</summary>
    private void Take(string line)
    {
        int space = line.IndexOf(' ');
        string thread = space < 0 ? "" : line[..space];
        string call = line[(space + 1)..].TrimStart();
        if (call.EndsWith("<unfinished ...>", StringComparison.Ordinal))
        {
            _unfinished[thread] = call[..^"<unfinished ...>".Length];
            return;
        }

        Match resumed = Resumed().Match(call);
        Look(resumed.Success ? _unfinished.GetValueOrDefault(thread, "") + call[resumed.Length..] : call);
    }

    private void Look(string call)
    {
        Match parts = Call().Match(call);
        if (!parts.Success)
        {
            return;
        }

        string path = Text(parts.Groups["path"].Value);
        bool isJournal = path.Contains("/journal/", StringComparison.Ordinal);
        string name = parts.Groups["name"].Value;
        string data = parts.Groups["data"].Value;
        if (name == "pwrite64" && isJournal)
        {
            TakeRecords(Bytes(data));
        }
        else if (name is "fdatasync" or "fsync" && isJournal && parts.Groups["result"].Value == "0")
        {
            _durable.UnionWith(_written.Where(w => w.Value >= MinimumCopies).Select(w => w.Key));
        }
        else if (name == "write" && path.EndsWith("/output.log", StringComparison.Ordinal))
        {
            TakeMarkers(Encoding.UTF8.GetString(Bytes(data)));
        }
    }

    /// <summary>
    /// D1: each record is written twice; only the second copy before the flush makes its promises count.
    /// </summary>
    private void TakeRecords(ReadOnlySpan<byte> bytes)
    {
        while (bytes.StartsWith(RecordFrame.Magic))
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(bytes[4..]);
            WireReader reader = new(bytes.Slice(RecordFrame.Size, length));
            int count = reader.Count(int.MaxValue);
            for (int i = 0; i < count && Promise.Read(ref reader) is { } promise; i++)
            {
                string key = KeyOf(promise);
                _written[key] = _written.GetValueOrDefault(key) + 1;
            }

            bytes = bytes[(RecordFrame.Size + length)..];
        }
    }

    private void TakeMarkers(string text)
    {
        foreach (string line in text.Split('\n').Where(l => l.StartsWith("send ", StringComparison.Ordinal)))
        {
            string[] words = line.Split(' ');
            _sent[words[1]] = Sent(words[1]) + 1;
            if (!IsPromised(words[1], Number(words[2]), Number(words[3])))
            {
                _violations.Add(line);
            }
        }
    }

    /// <summary>
    /// N4: a Commit needs a certificate made durable that is of its block or, of the same view, above it.
    /// </summary>
    private bool IsPromised(string kind, ulong view, ulong height) => kind switch
    {
        "Prepare" => _durable.Contains($"Prepare {view} {height}"),
        "ViewChange" => _durable.Contains($"ViewChange {view}"),
        "Commit" => Enumerable.Range(0, 64).Any(above => _durable.Contains($"Commit {view} {height + (ulong)above}")),
        _ => false,
    };

    private static string KeyOf(Promise promise) => promise switch
    {
        Promise.Prepared p => $"Prepare {p.Position.View.Value} {p.Position.Height.Value}",
        Promise.Certified p => $"Commit {p.Certificate.View.Value} {p.Certificate.Height.Value}",
        Promise.Left p => $"ViewChange {p.ViewChange.View.Value}",
        _ => promise.GetType().Name,
    };

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>
    /// The path of a descriptor, which -xx prints in hexadecimal in some versions of strace and plain in others.
    /// </summary>
    private static string Text(string path)
        => path.StartsWith("\\x", StringComparison.Ordinal) ? Encoding.UTF8.GetString(Bytes(path)) : path;

    private static byte[] Bytes(string escaped) => Convert.FromHexString(escaped.Replace("\\x", ""));

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>")]
    private static partial Regex Resumed();

    // fdatasync(57</path>) = 0        pwrite64(57</path>, "\x4c\x52"..., 512, 4096) = 512
    [GeneratedRegex("""^(?<name>\w+)\(\d+<(?<path>[^>]*)>(, "(?<data>[^"]*)")?.*\)\s+= (?<result>-?\d+)""")]
    private static partial Regex Call();
}
