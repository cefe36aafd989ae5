using System.Collections.Concurrent;

namespace Ledger.Node.Running;

/// <summary>Lines on their way to a reader that may be slow: bounded, and who adds never waits.</summary>
/// <remarks>A thread of its own writes. When the queue is full a line is lost and counted; the count is a line of its own.</remarks>
public sealed class LogQueue : IDisposable
{
    /// <summary>Most lines waiting.</summary>
    public const int MaximumLines = 4_096;

    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(2);

    private readonly BlockingCollection<string> _lines = new(MaximumLines);
    private readonly TextWriter _output;
    private readonly Func<long, string> _toldOf;
    private readonly Thread _writer;
    private long _dropped;

    /// <param name="toldOf">Makes the line that tells of lost lines.</param>
    public LogQueue(TextWriter output, Func<long, string> toldOf)
    {
        _output = output;
        _toldOf = toldOf;
        _writer = new Thread(WriteAll) { IsBackground = true, Name = "log" };
        _writer.Start();
    }

    public long Dropped => Interlocked.Read(ref _dropped);

    public int Waiting => _lines.Count;

    public void Add(string line)
    {
        if (_lines.IsAddingCompleted || !TryAdd(line))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Takes no more lines and writes what waits, unless the reader does not take it in time.</summary>
    public void Dispose()
    {
        _lines.CompleteAdding();
        _writer.Join(LongestFlush);
    }

    private bool TryAdd(string line)
    {
        try
        {
            return _lines.TryAdd(line);
        }
        catch (InvalidOperationException)
        {
            return false; // completed in between
        }
    }

    private void WriteAll()
    {
        long told = 0;
        foreach (string line in _lines.GetConsumingEnumerable())
        {
            Write(line);
            long dropped = Dropped;
            if (dropped > told)
            {
                Write(_toldOf(dropped - told));
                told = dropped;
            }
        }

        _output.Flush();
    }

    /// <summary>A closed standard error must not end a validator: what cannot be written is lost, and counted.</summary>
    private void Write(string line)
    {
        try
        {
            _output.WriteLine(line);
        }
        catch (IOException)
        {
            Interlocked.Increment(ref _dropped);
        }
    }
}
