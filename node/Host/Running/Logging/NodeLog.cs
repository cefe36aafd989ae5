namespace Ledger.Node.Running;

/// <summary>One line an event: time, level, a stable name, this validator, and fields.</summary>
/// <remarks>
/// It names validators, heights and faults, never documents, people or addresses of callers. A name that repeats is written
/// <see cref="Burst"/> times in <see cref="WindowMs"/>, then only counted; errors always are written. Writing waits for
/// nobody: see <see cref="LogQueue"/>.
/// </remarks>
public sealed class NodeLog : IDisposable
{
    /// <summary>Lines of one name in a window; what is more is counted and told with the next line of that name.</summary>
    public const int Burst = 20;

    public const long WindowMs = 10_000;

    private readonly string _validator;
    private readonly LogForm _form;
    private readonly LogQueue _queue;
    private readonly Func<long> _nowMs;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LogWindow> _windows = new(StringComparer.Ordinal);
    private readonly long[] _written = new long[Enum.GetValues<LogLevel>().Length];
    private long _suppressed;

    /// <param name="output">Standard error when not given.</param>
    public NodeLog(
        string validator,
        LogLevel level = LogLevel.Info,
        LogForm form = LogForm.Json,
        TextWriter? output = null,
        Func<long>? nowMs = null)
    {
        _validator = validator;
        _form = form;
        _nowMs = nowMs ?? (() => Environment.TickCount64);
        _queue = new LogQueue(output ?? Console.Error, dropped => Line(LogLevel.Warn, "log.dropped", [("lines", dropped)]));
        Level = level;
    }

    /// <summary>Lines below it are not written; may change at any time.</summary>
    public LogLevel Level { get; set; }

    /// <summary>Lines lost because their reader was too slow.</summary>
    public long Dropped => _queue.Dropped;

    /// <summary>Lines not written because their name repeats.</summary>
    public long Suppressed => Interlocked.Read(ref _suppressed);

    public long Written(LogLevel level) => Interlocked.Read(ref _written[(int)level]);

    public void Debug(string name, params ReadOnlySpan<(string Key, object? Value)> fields)
        => Write(LogLevel.Debug, name, fields);

    public void Info(string name, params ReadOnlySpan<(string Key, object? Value)> fields)
        => Write(LogLevel.Info, name, fields);

    public void Warn(string name, params ReadOnlySpan<(string Key, object? Value)> fields)
        => Write(LogLevel.Warn, name, fields);

    public void Error(string name, params ReadOnlySpan<(string Key, object? Value)> fields)
        => Write(LogLevel.Error, name, fields);

    /// <summary>Writes what waits, for at most two seconds.</summary>
    public void Dispose() => _queue.Dispose();

    private void Write(LogLevel level, string name, ReadOnlySpan<(string Key, object? Value)> fields)
    {
        if (level < Level || !IsDue(level, KindOf(name, fields), out long suppressed))
        {
            return;
        }

        Interlocked.Increment(ref _written[(int)level]);
        _queue.Add(Line(level, name, suppressed == 0 ? fields : [.. fields, ("suppressed", suppressed)]));
    }

    private string Line(LogLevel level, string name, ReadOnlySpan<(string Key, object? Value)> fields)
        => _form == LogForm.Json
            ? LogLine.Json(DateTime.UtcNow, level, name, _validator, fields)
            : LogLine.Text(DateTime.UtcNow, level, name, _validator, fields);

    /// <summary>Lines about one peer never hide those about another: validators are few, and so are the kinds.</summary>
    private static string KindOf(string name, ReadOnlySpan<(string Key, object? Value)> fields)
    {
        foreach ((string key, object? value) in fields)
        {
            if (key == "peer")
            {
                return $"{name} {value}";
            }
        }

        return name;
    }

    private bool IsDue(LogLevel level, string kind, out long suppressed)
    {
        suppressed = 0;
        if (level == LogLevel.Error)
        {
            return true;
        }

        lock (_gate)
        {
            long now = _nowMs();
            if (!_windows.TryGetValue(kind, out LogWindow? window) || now - window.StartedMs >= WindowMs)
            {
                suppressed = window?.Suppressed ?? 0;
                _windows[kind] = new LogWindow(now) { Lines = 1 };
                return true;
            }

            bool due = window.Lines++ < Burst;
            window.Suppressed += due ? 0 : 1;
            _suppressed += due ? 0 : 1;
            return due;
        }
    }

    private sealed class LogWindow(long startedMs)
    {
        public long StartedMs => startedMs;

        public int Lines { get; set; }

        public long Suppressed { get; set; }
    }
}
