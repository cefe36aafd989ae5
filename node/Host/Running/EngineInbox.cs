using Ledger.Engine;
using Ledger.Node.Networking;

namespace Ledger.Node.Running;

/// <summary>What waits for the engine: a window of its own for each peer and one for clients, emptied in turns.</summary>
/// <remarks>
/// A source that outruns the engine fills its own window and waits there alone; the next turn takes as much of everybody
/// else's as of its own. Order is kept within a source. Any thread may post; one thread takes.
/// </remarks>
public sealed class EngineInbox : IDisposable
{
    /// <summary>Most inputs that wait of one source.</summary>
    public const int InputsPerSource = 2_048;

    /// <summary>Most bytes that wait of one source; what alone is longer waits alone.</summary>
    public const int BytesPerSource = 16 << 20;

    /// <summary>The window of everything that is no peer's: submissions.</summary>
    private const int Own = PeerTransportOptions.MaximumPeers;

    private readonly Source[] _sources = [.. Enumerable.Range(0, Own + 1).Select(_ => new Source())];
    private readonly Lock _gate = new();
    private int _next;

    /// <summary>Queues an input, waiting for room in its source's window.</summary>
    /// <param name="fromPeer">Whose connection it came on, whoever signed it; null for this validator's own.</param>
    /// <param name="bytes">What it holds of the window's bytes until it is taken.</param>
    public async ValueTask PostAsync(EngineInput input, int? fromPeer, int bytes, CancellationToken cancellation)
    {
        Source source = _sources[fromPeer ?? Own];
        if (!source.Order.Wait(0, CancellationToken.None))
        {
            await source.Order.WaitAsync(cancellation); // one poster of a source looks for room at a time
        }

        try
        {
            while (!TryAdd(source, input, bytes))
            {
                await source.Room.WaitAsync(cancellation);
            }
        }
        finally
        {
            source.Order.Release();
        }
    }

    /// <summary>Moves inputs to a turn: one of each source that has some, again and again.</summary>
    public void Take(List<EngineInput> turn, int most)
    {
        lock (_gate)
        {
            for (int idle = 0; idle < _sources.Length && turn.Count < most; _next = (_next + 1) % _sources.Length)
            {
                idle = TakeOne(_sources[_next], turn) ? 0 : idle + 1;
            }
        }
    }

    /// <summary>Inputs that wait, of all sources.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _sources.Sum(source => source.Inputs.Count);
            }
        }
    }

    /// <summary>Inputs of a peer that wait.</summary>
    public int WaitingOf(int peer)
    {
        lock (_gate)
        {
            return _sources[peer].Inputs.Count;
        }
    }

    public void Dispose() => Array.ForEach(_sources, source => source.Dispose());

    private bool TryAdd(Source source, EngineInput input, int bytes)
    {
        lock (_gate)
        {
            bool fits = source.Inputs.Count < InputsPerSource && source.Bytes + bytes <= BytesPerSource;
            if (fits || source.Inputs.Count == 0)
            {
                source.Inputs.Enqueue((input, bytes));
                source.Bytes += bytes;
                return true;
            }

            source.IsAwaited = true;
            return false;
        }
    }

    private static bool TakeOne(Source source, List<EngineInput> turn)
    {
        if (!source.Inputs.TryDequeue(out (EngineInput Input, int Bytes) first))
        {
            return false;
        }

        turn.Add(first.Input);
        source.Bytes -= first.Bytes;
        if (source.IsAwaited)
        {
            source.IsAwaited = false;
            source.Room.Release();
        }

        return true;
    }

    private sealed class Source : IDisposable
    {
        public Queue<(EngineInput Input, int Bytes)> Inputs { get; } = [];

        public SemaphoreSlim Order { get; } = new(1);

        public SemaphoreSlim Room { get; } = new(0);

        public long Bytes { get; set; }

        /// <summary>A poster waits for <see cref="Room"/>, or gave up waiting and left one release behind.</summary>
        public bool IsAwaited { get; set; }

        public void Dispose()
        {
            Order.Dispose();
            Room.Dispose();
        }
    }
}
