using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>Cosigns to some another tree, another time, a block to come, what was long ago, or nothing; asks without end.</summary>
/// <remarks>In all else it is honest, or whatever else the same validator plays.</remarks>
public sealed class FalseCosigner(IStage stage) : Adversary(stage)
{
    private const ulong PeriodMs = 700;

    private const int MostKept = 16;

    private const ulong Ahead = 1_000;

    private readonly List<Cosigned> _said = [];

    public override void Enter() => Every(PeriodMs, Ask);

    public override void Say(ValidatorIndex to, Message message)
    {
        if (message is not Cosigned said)
        {
            Transmit(to, message);
        }
        else if (Lie(said) is { } told)
        {
            Transmit(to, told);
        }
    }

    /// <summary>For what it has itself, as somebody does who lacks everything.</summary>
    private void Ask()
    {
        foreach (ValidatorIndex to in Others)
        {
            Transmit(to, new FetchCosigned(Stage.Self, 0));
        }
    }

    /// <summary>Null for silence.</summary>
    private Cosigned? Lie(Cosigned said)
    {
        if (_said.Count < MostKept)
        {
            _said.Add(said);
        }

        return Stage.Random.Below(8) switch
        {
            0 => null,
            1 => _said[Stage.Random.Below(_said.Count)],
            2 => Forge(said, h => h with { LogRoot = Sha256.Hash("forged"u8) }),
            3 => Forge(said, h => h with { LogRootSm3 = Sm3.Hash("forged"u8) }),
            4 => Forge(said, h => h with { TimeMs = h.TimeMs + 5_000 }),
            5 => Forge(said, h => h with { Height = h.Height + Ahead, LogSize = h.LogSize + Ahead }),
            _ => said,
        };
    }

    private Cosigned Forge(Cosigned said, Func<BlockHeader, BlockHeader> change)
    {
        bool isOwn = said.Sender == Stage.Self && Stage.Engine?.Chain.Head >= said.Height;
        return isOwn && Stage.Cosigners is { } by
            ? Cosigned.Sign(Stage.Self, change(Stage.Engine!.Chain.Read(said.Height).Block.Header), by)
            : said;
    }
}
