using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>Asks for the next view, for ever higher ones, and for the highest that a number can name.</summary>
/// <remarks>By Suspect, by ViewChange and by Status; to everyone, and sometimes to one alone.</remarks>
public sealed class ViewSpammer(IStage stage) : Adversary(stage)
{
    private const ulong PeriodMs = 50;

    private ulong _ahead;

    public override void Enter() => Every(PeriodMs, Spam);

    private void Spam()
    {
        if (Replica is { } replica)
        {
            Message message = MessageOf(NextView(replica.View));
            int only = Stage.Random.Below(2 * Epoch.Validators.Size);
            foreach (ValidatorIndex to in Others.Where(o => only >= Epoch.Validators.Size || o.Value == only))
            {
                Transmit(to, message);
            }
        }
    }

    private View NextView(View view)
        => Stage.Random.Below(8) switch
        {
            0 => new View(ulong.MaxValue - (ulong)Stage.Random.Below(3)),
            1 => new View(view.Value + (1UL << Stage.Random.Below(63))),
            2 or 3 or 4 => view.Next,
            _ => new View(view.Value + ++_ahead),
        };

    private Message MessageOf(View view)
        => Stage.Random.Below(5) switch
        {
            0 => new Status(
                Stage.Self, view, Stage.Random.Chance(500), view, Replica!.Head.Height, default),
            1 or 2 => MakeViewChange(view, null, Stage.Random.Chance(500) ? Replica!.Durable.Highest : null),
            _ => MakeSuspect(view),
        };
}
