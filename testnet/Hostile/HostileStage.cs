using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Node.Running;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Simulation.Cast;
using Ledger.Simulation.World;

namespace Ledger.Testnet.Hostile;

/// <summary>The stage of an adversary in a real process: between its engine and its TLS connections.</summary>
/// <remarks>Its rates are those of the cast: so many frames a second of its own accord, and as many as its engine's.</remarks>
internal sealed class HostileStage : IGoBetween, IStage, ITransport
{
    private readonly NodeIdentity _identity;
    private readonly NodeKeys _keys;
    private readonly NodeClock _clock = new();
    private readonly Adversary _adversary;
    private readonly TaskCompletionSource _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITransport? _wire;
    private EngineLoop? _loop;

    public HostileStage(NodeIdentity identity, NodeKeys keys, IReadOnlyList<Role> roles)
    {
        _identity = identity;
        _keys = keys;
        Self = identity.PlaceIn(identity.Genesis.Configuration)
            ?? throw new ArgumentException("No validator of the genesis.", nameof(identity));
        Random = new SeededRandom(_clock.NowMs ^ Self.Value);
        _adversary = Casting.Of(roles, this);
    }

    public Genesis Genesis => _identity.Genesis;

    /// <summary>In the epoch that the chain began with: adversaries do not outlive it.</summary>
    public ValidatorIndex Self { get; }

    public ISigner Signer => _keys.Signers[0];

    public CosigningSigners? Cosigners => _keys.Cosigners.FirstOrDefault();

    public SeededRandom Random { get; }

    public ulong NowMs => _clock.NowMs;

    public LedgerEngine? Engine { get; private set; }

    /// <summary>Faults when the adversary itself has a defect: a liar that fell silent would look like an honest one.</summary>
    public Task Fault => _fault.Task;

    public ITransport Over(ITransport wire)
    {
        _wire = wire;
        return this;
    }

    public void Take(LedgerEngine engine, EngineLoop loop) => (Engine, _loop) = (engine, loop);

    /// <summary>The node runs: the adversary begins.</summary>
    public void Open() => Later(0, _adversary.Enter);

    public bool LetsIn(EngineInput input)
        => input switch
        {
            EngineInput.Consensus consensus => _adversary.Hears(consensus.Message),
            EngineInput.BatchArrived arrived => _adversary.Hears(new BatchMessage(arrived.From, arrived.Batch.Batch)),
            EngineInput.PeerConnected connected => Do(() => _adversary.Meets(connected.Peer)),
            _ => true,
        };

    public void Send(ValidatorIndex to, TransportLane lane, ReadOnlyMemory<byte> frame)
        => _adversary.Say(to, MessageDecoder.ReadOwnFrame(frame)!);

    /// <summary>What is longer than its lane takes would not get past our own connection.</summary>
    public void Transmit(ValidatorIndex to, TransportLane lane, ReadOnlyMemory<byte> frame)
    {
        if (frame.Length <= (lane == TransportLane.Votes ? Envelope.MaximumVoteBytes : Envelope.MaximumBulkBytes))
        {
            _wire!.Send(to, lane, frame);
        }
    }

    public void Later(ulong delayMs, Action action) => _ = LaterAsync(TimeSpan.FromMilliseconds(delayMs), action);

    private async Task LaterAsync(TimeSpan delay, Action action)
    {
        try
        {
            await Task.Delay(delay);
            await _loop!.AskAsync(_ => Do(action), CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // The node has stopped.
        }
        catch (Exception defect)
        {
            Console.Error.WriteLine(defect);
            _fault.TrySetException(defect);
        }
    }

    private static bool Do(Action action)
    {
        action();
        return true;
    }
}
