using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>Leaves a view with another story for each: nothing held, something older, the truth; or without a word.</summary>
public sealed class ViewChangeLiar(IStage stage) : Adversary(stage)
{
    private const ulong PeriodMs = 100;

    private const int MostKept = 64;

    private readonly List<QuorumCertificate> _held = [];

    public override void Enter() => Every(PeriodMs, Remember);

    public override void Say(ValidatorIndex to, Message message)
    {
        if (message is not ViewChange change || change.Sender != Stage.Self)
        {
            Transmit(to, message);
            return;
        }

        int stories = Stage.Random.Below(3);
        for (int i = 0; i < stories; i++)
        {
            Transmit(to, Story(change));
        }
    }

    private ViewChange Story(ViewChange change)
        => Stage.Random.Below(4) switch
        {
            0 => MakeViewChange(change.View, null, null),
            1 => MakeViewChange(change.View, change.HighestCommit, null),
            2 when Older(change.View) is { } older => MakeViewChange(change.View, older.IsCommit ? older : null, older),
            _ => change,
        };

    private QuorumCertificate? Older(View below)
    {
        QuorumCertificate[] older = [.. _held.Where(c => c.View < below)];
        return older.Length == 0 ? null : Stage.Random.Of<QuorumCertificate>(older);
    }

    private void Remember()
    {
        foreach (QuorumCertificate? certificate in (QuorumCertificate?[])[Replica?.Durable.Highest, Replica?.Head.Certificate])
        {
            if (certificate is not null && _held.Count < MostKept && _held.TrueForAll(c => c.Position != certificate.Position))
            {
                _held.Add(certificate);
            }
        }
    }
}
