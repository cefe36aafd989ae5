using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>Says again what others said long ago, and leaves views with the first certificate it ever held.</summary>
/// <remarks>What others signed is theirs whoever brings it: votes, proposals, ViewChanges and NewViews of old views.</remarks>
public sealed class StaleReplayer(IStage stage) : Adversary(stage)
{
    private const ulong PeriodMs = 30;

    private const int MostKept = 256;

    private readonly List<Message> _heard = [];
    private QuorumCertificate? _first;

    public override void Enter() => Every(PeriodMs, Replay);

    public override void Say(ValidatorIndex to, Message message)
        => Transmit(to, message is ViewChange change ? MakeViewChange(change.View, null, _first) : message);

    public override bool Hears(Message message)
    {
        Message? kept = message switch
        {
            ChainSegment segment => segment with { Sender = Stage.Self },
            BatchMessage or Status or FetchBlocks or FetchBatches => null,
            _ => message,
        };
        if (kept is not null && (_heard.Count < MostKept || Stage.Random.Chance(20)))
        {
            Keep(kept);
        }

        return true;
    }

    /// <summary>Mostly the oldest, and some of every age since.</summary>
    private void Keep(Message message)
    {
        if (_heard.Count < MostKept)
        {
            _heard.Add(message);
        }
        else
        {
            _heard[Stage.Random.Below(MostKept)] = message;
        }
    }

    private void Replay()
    {
        _first ??= Replica?.Durable.Highest;
        if (_heard.Count > 0)
        {
            Transmit(Stage.Random.Of<ValidatorIndex>([.. Others]), _heard[Stage.Random.Below(_heard.Count)]);
        }
    }
}
