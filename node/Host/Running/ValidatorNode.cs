using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Engine.Checkpoints;
using Ledger.Engine.Execution;
using Ledger.Node.Backups;
using Ledger.Node.Configuration;
using Ledger.Node.Networking;
using Ledger.Node.Rpc;
using Ledger.Node.Telemetry;
using Ledger.Protocol.Validators;
using Ledger.Storage;

namespace Ledger.Node.Running;

/// <summary>A running validator: stores, engine, peers and RPC, wired and stopped in order.</summary>
public sealed class ValidatorNode : IAsyncDisposable
{
    private static readonly TimeSpan DrainPause = TimeSpan.FromMilliseconds(25);

    private readonly CancellationTokenSource _stopping = new();
    private readonly NodeIdentity _identity;
    private readonly NodeLog _log;
    private readonly DataLock _lock;
    private readonly LedgerStores _stores;
    private readonly EngineLoop _loop;
    private readonly PeerTransport _transport;
    private readonly RpcServer _rpc;
    private readonly Indexer _indexer;
    private readonly StatusSource _statuses;
    private readonly NodeTelemetry _telemetry;
    private readonly EvidenceBook _evidence;
    private readonly TapeFile _tapes;
    private readonly TapeSignal _tapeSignal;
    private readonly LedgerGateway _gateway;
    private readonly Readiness _readiness = new();
    private readonly TaskCompletionSource _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _indexing = Task.CompletedTask;
    private Task _watching = Task.CompletedTask;
    private Task _keeping = Task.CompletedTask;
    private readonly NodeKeys _keys;
    private readonly InboundEdge? _inbound;
    private readonly LedgerEngine? _engine;
    private uint _epoch;

    public ValidatorNode(NodeConfiguration configuration, NodeIdentity identity, NodeKeys keys, NodeLog log)
        : this(configuration, identity, keys, log, between: null)
    {
    }

    internal ValidatorNode(
        NodeConfiguration configuration, NodeIdentity identity, NodeKeys keys, NodeLog log, IGoBetween? between)
    {
        _log = log;
        (_identity, _keys) = (identity, keys);
        Genesis genesis = identity.Genesis;
        SignatureSuites suites = SignatureSuites.Production;
        NodeDirectory directory = new(configuration.DataDirectory, genesis, identity.Name);
        int clients = DescriptorLimit.ClientsWithin(
            DescriptorLimit.Read(), configuration.Peers.Count + configuration.Neighbours.Count, configuration.Rpc.MaxConnections);
        ListenCheck.Require(configuration);
        LostPromises promises = new(directory, log);
        _lock = promises.Take();
        _stores = directory.Open();
        RecoveryNote[] opened = [.. _stores.Notes];
        LogRecovery(opened); // now: should the engine not start, these say why
        IssuerRegistry issuers = new(genesis);
        NodeClock clock = new();
        CommitHub commits = new();
        _telemetry = new NodeTelemetry(configuration, identity, clock, directory.Flushes);
        CommitClock commitClock = new(clock, genesis.Parameters.Window, IsTelling);
        _evidence = new EvidenceBook(directory.Evidence, genesis.Configuration, log);
        Checkpoints = new CheckpointWatch(directory.Evidence, log);
        PeerRoll roll = new(configuration, identity, keys.Pins, suites);
        VersionWatch versions = new(log);
        OutboundEdge outbound = new(roll);
        ITransport wire = PromiseTrace.IsAskedFor ? new PromiseTrace(outbound) : outbound;
        LedgerEngine engine = promises.Start(new EngineSetup(
            genesis, identity.Name, keys.Signers, suites, directory.Journal, issuers, _stores, between?.Over(wire) ?? wire,
            new CommitListeners(commits, commitClock, _telemetry.Meter, roll, versions, Checkpoints), configuration.EngineOptions,
            Accuse: _evidence.Note, Cosigning: new CosigningSetup(keys.Cosigners, directory.Checkpoints)));
        Checkpoints.Begin(engine);
        versions.Begin(engine);
        _loop = new EngineLoop(engine, clock, between is null ? null : between.LetsIn);
        between?.Take(engine, _loop);
        _tapes = directory.Tapes;
        _tapeSignal = new TapeSignal(_loop, _tapes, log);
        InboundEdge inbound = new(roll, issuers, suites, clock, log);
        inbound.Connect(_loop);
        roll.Begin(engine);
        commitClock.OnEpoch(engine.Epoch);
        _transport = new PeerTransport(TransportOptions(configuration, identity, keys, roll.Map), inbound);
        outbound.Connect(_transport);
        (_engine, _inbound) = (engine, inbound);
        BeginEpoch(roll.Map);
        roll.Changed = OnPeersChanged;
        _telemetry.Add(
            roll, _transport, inbound, _loop, commits, log, configuration.DataDirectory);
        OperatorEndpoints operators = new(_loop, _readiness, _telemetry.Collector, next: null);
        RpcOptions rpc = RpcOptionsOf(configuration, operators, clients);
        StallFactsReader facts = new(identity, clock, commitClock, roll, inbound, _transport);
        ConsensusStatus consensus = new(_evidence);
        StatusReport report = new(identity, facts, consensus, directory.Flushes, _stores.Anchors, _stores.Index);
        HostFacts host = new(configuration, rpc.Certificate?.NotAfter);
        _statuses = new StatusSource(_loop, report, host, _readiness, _telemetry, log);
        _indexer = new Indexer(_stores.Anchors, _stores.Index, commits);
        _gateway = new LedgerGateway(
            _loop, commits, issuers, suites, report, _statuses, _readiness, _telemetry.Meter.Admitted);
        BackupGateway backups = new(_loop, genesis.ChainId, directory.OperatorToken, configuration.EngineOptions.AnswerBytesPerSecond);
        _rpc = new RpcServer(_gateway, rpc, backups, new PublicLog(Checkpoints, _stores.Anchors));
        WarnOfStrangers(configuration, engine);
        LogRecovery([.. engine.JournalNotes, .. _stores.Notes.Except(opened)]);
        _log.Info(
            "node.recovered",
            ("height", _stores.Blocks.Head), ("leaves", engine.State.Log.Size), ("view", engine.Replica.View.Value));
    }

    /// <summary>The newest published checkpoint, for whoever serves it.</summary>
    public CheckpointWatch Checkpoints { get; }

    /// <summary>Another's block, and not one of a chain that is being fetched: its time is its proposer's clock.</summary>
    private bool IsTelling(CommittedEvent committed)
        => _engine is { } engine && engine.Epoch.Validators[engine.Replica.Primary].Name != _identity.Name && engine.Replica.Decided is null
            && _inbound!.HighestPeer <= (committed.Block.Height + engine.Epoch.Parameters.Window).Value;

    /// <summary>On the engine's thread: who is connected and under which index follows the chain.</summary>
    private void OnPeersChanged(PeerMap map)
    {
        bool isEpoch = map.Epoch.Number.Value != _epoch;
        if (isEpoch)
        {
            BeginEpoch(map);
            _transport.Present(_keys.CertificateIn(_identity.NewestFrom(map.Epoch)));
        }

        _transport.Update(PeerRoll.AddressesOf(map));
        _inbound!.Take(map, isEpoch);
        _log.Info("peers.changed", ("epoch", map.Epoch.Number), ("peers", string.Join(' ', map.Peers.Select(p => p.Name))));
    }

    private void BeginEpoch(PeerMap map)
    {
        _epoch = map.Epoch.Number.Value;
        _evidence.Begin(map.Epoch);
        _log.Info(
            "epoch.began",
            ("epoch", map.Epoch.Number), ("start", map.Epoch.Start), ("validators", map.Epoch.Validators.Size),
            ("protocol", map.Epoch.Parameters.ProtocolVersion),
            ("votes", !_engine!.Replica.Follows));
    }

    /// <summary>A name that is misspelt, or of a validator that the chain does not have yet, or any longer.</summary>
    private void WarnOfStrangers(NodeConfiguration configuration, LedgerEngine engine)
    {
        foreach (string name in configuration.Peers.Keys.Where(n => engine.Epoch.Validators.Find(n) is null))
        {
            _log.Warn("peers.unknown", ("field", $"$.peers.{name}"), ("epoch", engine.Epoch.Number));
        }
    }

    /// <summary>Starts everything and returns when the ports are bound.</summary>
    public async Task StartAsync()
    {
        _loop.Start();
        _transport.Start();
        _indexing = Task.Run(() => _indexer.RunAsync(_stopping.Token));
        _keeping = Task.Run(_evidence.RunAsync);
        _watching = Task.Run(() => _statuses.WatchAsync(_stopping.Token));
        await _rpc.StartAsync();
        _log.Info(
            "node.serving",
            ("grpc", _rpc.GrpcEndPoint), ("json", _rpc.JsonEndPoint), ("peers", _transport.LocalEndPoint));
    }

    /// <summary>Runs until told to stop; throws what halted a part of the node.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        Task ended = await Task.WhenAny(
            _loop.Completion, _transport.Completion, _indexing, _keeping, _watching, _fault.Task, Task.Delay(Timeout.Infinite, stop));
        if (ended.Exception?.InnerException is { } halt)
        {
            _log.Error("node.halted", ("error", halt)); // before anything is stopped: the reason must not depend on a clean end
            KeepTape(halt);
        }

        if (!stop.IsCancellationRequested)
        {
            await ended;
        }
    }

    /// <summary>What a broken invariant was led up to by; a disk that failed is not written to again.</summary>
    private void KeepTape(Exception halt)
    {
        if (halt is Protocol.InvariantBroken && _loop.Completion.IsFaulted)
        {
            _log.Error("recorder.written", ("file", _tapes.Write(TapeFile.Halted, _engine!.Recording())));
        }
    }

    /// <summary>Takes no more submissions and waits until those it took are committed, for as long as it is patient.</summary>
    /// <remarks>Readiness and health say no from the first moment on, so that clients go elsewhere while this one finishes.</remarks>
    public async Task DrainAsync(TimeSpan patience)
    {
        long started = Stopwatch.GetTimestamp();
        _readiness.Stop();
        _log.Info("node.draining", ("patience_ms", (long)patience.TotalMilliseconds));
        int left = await LeftAsync(patience);
        while (left > 0 && Stopwatch.GetElapsedTime(started) < patience)
        {
            await Task.Delay(DrainPause);
            left = await LeftAsync(patience);
        }

        _log.Info(
            "node.drained",
            ("transactions_left", left), ("time_ms", (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds));
    }

    /// <summary>What still has to be committed or answered; nothing when the engine cannot say.</summary>
    private async Task<int> LeftAsync(TimeSpan patience)
    {
        using CancellationTokenSource limit = new(patience);
        try
        {
            return await _loop.AskAsync(engine => engine.OwnTransactions, limit.Token) + _gateway.SubmissionsUnderWay;
        }
        catch (OperationCanceledException)
        {
            return 0; // the engine has halted, or hangs: nothing more is to be waited for
        }
    }

    /// <summary>Stops taking calls, then the engine, then the peers; a last checkpoint makes the next start short.</summary>
    public async ValueTask DisposeAsync()
    {
        _tapeSignal.Dispose();
        await _rpc.DisposeAsync();
        await _stopping.CancelAsync();
        if (!_loop.Completion.IsFaulted)
        {
            await _loop.AskAsync(engine => { engine.Checkpoint(); return true; }, CancellationToken.None);
            await _loop.StopAsync();
        }

        _evidence.Finish();
        await _transport.DisposeAsync();
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _indexing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _telemetry.Dispose();
        _loop.Dispose();
        _stores.Dispose();
        _lock.Dispose();
        _stopping.Dispose();
    }

    private RpcOptions RpcOptionsOf(NodeConfiguration configuration, OperatorEndpoints operators, int clients)
        => new()
        {
            Grpc = configuration.GrpcListen,
            Json = configuration.JsonListen,
            Certificate = configuration.RpcCertificatePath is { } path ? X509Certificate2.CreateFromPemFile(path, path) : null,
            MaxRequestBytes = configuration.Rpc.MaxRequestBytes,
            MaxConnections = clients,
            MaxCallsPerConnection = configuration.Rpc.MaxCallsPerConnection,
            MaxUnaryTime = TimeSpan.FromMilliseconds(configuration.Rpc.MaxUnaryTimeMs),
            OnFault = fault => Halt(fault),
            OnCall = _telemetry.Meter.Called,
            Fallback = operators.HandleAsync,
        };

    /// <summary>A broken invariant seen by a call halts the node like one seen by a turn; other faults are the call's own.</summary>
    private void Halt(Exception fault)
    {
        // Not its message, which may hold what a caller sent.
        _log.Error("call.failed", ("error", fault.GetType().FullName), ("at", fault.StackTrace));
        if (fault is Protocol.InvariantBroken or StorageFailure or StorageFaultException)
        {
            _fault.TrySetException(fault);
        }
    }

    private static PeerTransportOptions TransportOptions(
        NodeConfiguration configuration, NodeIdentity identity, NodeKeys keys, PeerMap map)
        => new()
        {
            ChainId = identity.Genesis.ChainId,
            Certificate = keys.CertificateIn(identity.NewestFrom(map.Epoch)),
            Listen = configuration.PeerListen,
            Peers = PeerRoll.AddressesOf(map),
        };

    private void LogRecovery(IReadOnlyList<RecoveryNote> notes)
    {
        foreach (RecoveryNote note in notes)
        {
            _log.Warn("recovery.note", ("file", note.File), ("offset", note.Offset), ("what", note.What));
        }
    }
}
