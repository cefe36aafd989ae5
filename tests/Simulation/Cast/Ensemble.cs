using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Cast;

/// <summary>Two adversaries in one validator.</summary>
public sealed class Ensemble(Adversary first, Adversary second, IStage stage) : Adversary(stage)
{
    public override void Enter()
    {
        first.Enter();
        second.Enter();
    }

    public override void Say(ValidatorIndex to, Message message) => first.Say(to, message);

    public override bool Hears(Message message) => first.Hears(message) & second.Hears(message);

    public override void Meets(ValidatorIndex peer)
    {
        first.Meets(peer);
        second.Meets(peer);
    }
}

/// <summary>The stage of an adversary whose words another one hears before the wire does.</summary>
public sealed class RelayStage(IStage stage, Adversary next) : IStage
{
    public Genesis Genesis => stage.Genesis;

    public ValidatorIndex Self => stage.Self;

    public ISigner Signer => stage.Signer;

    public CosigningSigners? Cosigners => stage.Cosigners;

    public SeededRandom Random => stage.Random;

    public ulong NowMs => stage.NowMs;

    public LedgerEngine? Engine => stage.Engine;

    /// <summary>What is no message goes on the wire as it is.</summary>
    public void Transmit(ValidatorIndex to, TransportLane lane, ReadOnlyMemory<byte> frame)
    {
        if (MessageDecoder.ReadOwnFrame(frame) is { } message)
        {
            next.Say(to, message);
        }
        else
        {
            stage.Transmit(to, lane, frame);
        }
    }

    public void Later(ulong delayMs, Action action) => stage.Later(delayMs, action);
}
