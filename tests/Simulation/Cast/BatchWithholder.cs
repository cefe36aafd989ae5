using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>Gives a batch to nobody, to some or to all, whoever asks for it, and proposes it to everyone.</summary>
public sealed class BatchWithholder(IStage stage) : Adversary(stage)
{
    private const int MostRemembered = 4_096;

    private readonly Dictionary<Digest, int> _given = [];

    public override void Say(ValidatorIndex to, Message message)
    {
        if (message is not BatchMessage batch || (GivenTo(batch.Batch.Digest) >> to.Value & 1) != 0)
        {
            Transmit(to, message);
        }
    }

    private int GivenTo(Digest batch)
    {
        if (!_given.TryGetValue(batch, out int mask))
        {
            int all = (1 << Epoch.Validators.Size) - 1;
            mask = Stage.Random.Of(0, 1 + Stage.Random.Below(all), all);
            if (_given.Count == MostRemembered)
            {
                _given.Clear();
            }

            _given.Add(batch, mask);
        }

        return mask;
    }
}
