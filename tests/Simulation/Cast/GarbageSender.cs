using Ledger.Engine;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>Sends noise beside what it has to say: random bytes, and its own frames cut short, changed in a bit, or grown.</summary>
/// <remarks>
/// What carries no signature of its own may still open after a bit is changed, and then says something else. A batch is only
/// cut or grown: its transactions are the clients', and no client lies here.
/// </remarks>
public sealed class GarbageSender(IStage stage) : Adversary(stage)
{
    private const ulong PeriodMs = 40;

    /// <summary>The longest frames are rare: a world of them would be all copying.</summary>
    private const int LongestPermille = 5;

    public override void Enter() => Every(PeriodMs, () => Transmit(Anybody(), Noise()));

    public override void Say(ValidatorIndex to, Message message)
    {
        Transmit(to, message);
        if (Stage.Random.Chance(250))
        {
            Transmit(to, Spoilt(message));
        }
    }

    private void Transmit(ValidatorIndex to, byte[] frame)
    {
        bool bulk = frame.Length > Envelope.MaximumVoteBytes || Stage.Random.Chance(200);
        Stage.Transmit(to, bulk ? TransportLane.Bulk : TransportLane.Votes, frame);
    }

    private ValidatorIndex Anybody() => Stage.Random.Of<ValidatorIndex>([.. Others]);

    private byte[] Noise()
    {
        int most = Stage.Random.Chance(LongestPermille)
            ? Stage.Random.Of(Envelope.MaximumVoteBytes, Envelope.MaximumBulkBytes)
            : 1 + Stage.Random.Below(300);
        byte[] noise = new byte[most];
        Stage.Random.Fill(noise.AsSpan(0, Math.Min(most, 512)));
        if (Stage.Random.Chance(700))
        {
            noise[0] = (byte)(1 + Stage.Random.Below((int)MessageKind.Batch)); // past the first door
            noise[^1] = (byte)noise.Length;
        }

        return noise;
    }

    private byte[] Spoilt(Message message)
    {
        byte[] frame = message.ToFrame(Epoch.Number);
        switch (Stage.Random.Below(message is BatchMessage ? 2 : 4))
        {
            case 0:
                return frame[..(1 + Stage.Random.Below(frame.Length))];
            case 1:
                return [.. frame, .. new byte[1 + Stage.Random.Below(64)]];
            default:
                frame[Stage.Random.Below(frame.Length)] ^= (byte)(1 << Stage.Random.Below(8));
                return frame;
        }
    }
}
