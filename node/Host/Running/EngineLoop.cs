using System.Diagnostics;
using Ledger.Engine;
using Ledger.Node.Rpc;

namespace Ledger.Node.Running;

/// <summary>The one thread that owns the engine: gathers what arrived into turns, and answers questions between them.</summary>
/// <remarks>Under load turns get bigger, so one flush covers more votes. The inbox is bounded for each source.</remarks>
public sealed class EngineLoop : IDisposable
{
    /// <summary>Most questions waiting; who asks beyond it is refused.</summary>
    public const int MaximumQuestions = 16_384;

    /// <summary>Most inputs in one turn.</summary>
    private const int TurnInputs = 2_048;

    private readonly LedgerEngine _engine;
    private readonly NodeClock _clock;
    private readonly Predicate<EngineInput>? _letsIn;
    private readonly EngineInbox _inbox = new();
    private readonly Queue<Action<LedgerEngine>> _questions = new();
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _arrived = new(false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;
    private long _turnStarted = Stopwatch.GetTimestamp();

    /// <param name="letsIn">Which inputs the engine gets; null for all.</param>
    public EngineLoop(LedgerEngine engine, NodeClock clock, Predicate<EngineInput>? letsIn = null)
    {
        _engine = engine;
        _clock = clock;
        _letsIn = letsIn;
    }

    /// <summary>Completes when the loop has stopped; faulted with whatever halted the engine.</summary>
    public Task Completion => _ended.Task;

    /// <summary>Inputs that wait, at most <see cref="EngineInbox.InputsPerSource"/> of each source.</summary>
    public int Waiting => _inbox.Count;

    /// <summary>Since the last turn began; a turn begins at least every heartbeat.</summary>
    public TimeSpan TurnAge => Stopwatch.GetElapsedTime(Interlocked.Read(ref _turnStarted));

    /// <summary>Told of each turn: how many inputs it took, and its time. On the engine's thread; must return at once.</summary>
    public Action<int, TimeSpan>? Turned { get; set; }

    public void Start() => new Thread(Run) { IsBackground = true, Name = "engine" }.Start();

    /// <summary>Ends the loop after the turn under way.</summary>
    public Task StopAsync()
    {
        _stopping = true;
        _arrived.Set();
        return _ended.Task;
    }

    /// <summary>Queues what a peer sent, waiting for room in the peer's window: the back-pressure of its connection.</summary>
    public async ValueTask PostAsync(EngineInput input, int fromPeer, int bytes, CancellationToken cancellation)
    {
        await _inbox.PostAsync(input, fromPeer, bytes, cancellation);
        _arrived.Set();
    }

    /// <summary>Queues a client's transaction, waiting for room in the window of all clients.</summary>
    public async ValueTask PostAsync(EngineInput.Submitted input, CancellationToken cancellation)
    {
        await _inbox.PostAsync(input, fromPeer: null, input.Transaction.Transaction.Bytes.Length, cancellation);
        _arrived.Set();
    }

    /// <summary>Asks the engine something between two turns.</summary>
    public async Task<T> AskAsync<T>(Func<LedgerEngine, T> question, CancellationToken cancellation)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_questions.Count == MaximumQuestions)
            {
                throw AdmissionStatus.Refusal(Client.V1.Admission.PoolFull, "too many calls wait for this node: come back later");
            }

            _questions.Enqueue(engine => Answer(engine, question, answer));
        }

        _arrived.Set();
        await Task.WhenAny(answer.Task, _ended.Task).WaitAsync(cancellation);
        return answer.Task.IsCompleted ? await answer.Task : throw new OperationCanceledException("The node is stopping.");
    }

    public void Dispose()
    {
        _inbox.Dispose();
        _arrived.Dispose();
    }

    /// <summary>A question's own failure is its asker's; a broken invariant halts like any other.</summary>
    private static void Answer<T>(LedgerEngine engine, Func<LedgerEngine, T> question, TaskCompletionSource<T> answer)
    {
        try
        {
            answer.SetResult(question(engine));
        }
        catch (Exception fault) when (fault is not Protocol.InvariantBroken)
        {
            answer.SetException(fault);
        }
    }

    private void Run()
    {
        try
        {
            List<EngineInput> turn = [];
            List<Action<LedgerEngine>> questions = [];
            while (!_stopping)
            {
                Gather(turn, questions);
                Interlocked.Exchange(ref _turnStarted, Stopwatch.GetTimestamp());
                questions.ForEach(question => question(_engine));
                Sift(turn);
                _engine.Turn(_clock.NowMs, turn);
                Turned?.Invoke(turn.Count, TurnAge);
            }

            _ended.SetResult();
        }
        catch (Exception halt)
        {
            _ended.SetException(halt);
        }
    }

    /// <summary>Waits until something arrived or a turn is due, then takes what there is.</summary>
    private void Gather(List<EngineInput> turn, List<Action<LedgerEngine>> questions)
    {
        turn.Clear();
        questions.Clear();
        if (Take(turn, questions) == 0 && TimeToNextTurn() is var wait && wait != 0)
        {
            _arrived.WaitOne(wait);
            Take(turn, questions);
        }
    }

    private void Sift(List<EngineInput> turn)
    {
        if (_letsIn is not null)
        {
            turn.RemoveAll(input => !_letsIn(input));
        }
    }

    private int Take(List<EngineInput> turn, List<Action<LedgerEngine>> questions)
    {
        _inbox.Take(turn, TurnInputs);
        lock (_gate)
        {
            questions.AddRange(_questions);
            _questions.Clear();
        }

        return turn.Count + questions.Count;
    }

    /// <summary>Milliseconds to wait at most; -1 for ever.</summary>
    private int TimeToNextTurn()
        => _engine.DueMs is not { } due ? Timeout.Infinite
            : due <= _clock.NowMs ? 0
            : (int)Math.Min(due - _clock.NowMs, 60_000);
}
