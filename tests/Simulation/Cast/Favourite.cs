using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>Whom alone one's Prepares of a view are told, in most views.</summary>
/// <remarks>
/// Where they are needed, because somebody honest is away, one node alone has a certificate: the next view may be opened without it.
/// </remarks>
/// <param name="isOneself">Nobody else, then, has it.</param>
internal sealed class Favourite(IStage stage, bool isOneself)
{
    private View _view;
    private ValidatorIndex? _only;

    public bool MayHave(ValidatorIndex to, Vote vote)
    {
        if (vote.View != _view)
        {
            _view = vote.View;
            _only = stage.Random.Chance(750) ? Draw() : null;
        }

        return vote.IsCommit || _only is null || _only == to;
    }

    private ValidatorIndex Draw()
    {
        int size = (stage.Engine?.Epoch ?? stage.Genesis.Configuration).Validators.Size;
        int away = isOneself ? 0 : 1 + stage.Random.Below(size - 1);
        return new ValidatorIndex((byte)((stage.Self.Value + away) % size));
    }
}
