namespace Ledger.Simulation.World;

/// <summary>What goes wrong and when, drawn from the seed: crashes, partitions, and their ends.</summary>
public sealed class FaultPlan(SimulatedWorld world, SeededRandom random)
{
    private bool _over;

    public void Plan()
    {
        if (world.Options.FaultEveryMs > 0)
        {
            Next();
        }
    }

    /// <summary>The end of all faults: links joined, nodes started, nothing lost.</summary>
    public void End()
    {
        _over = true;
        world.Network.IsFaulty = false;
        world.Network.Heal();
        foreach (SimulatedNode node in world.Nodes)
        {
            node.Mend();
        }
    }

    private void Next()
    {
        ulong pauseMs = random.Between(1, 2 * world.Options.FaultEveryMs);
        world.Clock.After(pauseMs, () =>
        {
            if (!_over)
            {
                Strike();
                Next();
            }
        });
    }

    private void Strike()
    {
        switch (random.Below(12))
        {
            case < 5:
                Crash(world.Nodes[random.Below(world.Nodes.Length)]);
                break;
            case 5:
                CrashAll();
                break;
            case 6:
                CutApart(Split(), oneWay: false);
                break;
            case 7:
                CutApart(Split(), oneWay: true);
                break;
            case 8:
                CutApart([.. world.Nodes.Select(n => n.Index % 2 == 0)], oneWay: false);
                break;
            case 9:
                CutOff(random.Below(world.Nodes.Length));
                break;
            default:
                world.Network.Heal();
                break;
        }
    }

    private void Crash(SimulatedNode node)
    {
        if (node.IsUp)
        {
            if (random.Chance(200))
            {
                node.Kill();
            }
            else
            {
                node.CutPower(midTurn: random.Chance(600));
            }
        }

        StartLater(node);
    }

    private void CrashAll()
    {
        bool midTurn = random.Chance(500);
        foreach (SimulatedNode node in world.Nodes)
        {
            if (node.IsUp)
            {
                node.CutPower(midTurn);
            }

            StartLater(node);
        }
    }

    private void StartLater(SimulatedNode node)
        => world.Clock.After(random.Between(1, random.Of(50UL, 1_000UL, 5_000UL)), node.Start);

    private bool[] Split() => [.. world.Nodes.Select(_ => random.Chance(500))];

    private void CutApart(bool[] side, bool oneWay)
    {
        for (int from = 0; from < side.Length; from++)
        {
            for (int to = 0; to < side.Length; to++)
            {
                if (side[from] != side[to] && (!oneWay || side[from]))
                {
                    world.Network.Cut(from, to);
                }
            }
        }

        world.Trace.Note(TraceEvent.Links, world.Clock.NowMs, 0, oneWay ? 1UL : 2UL);
        world.Clock.After(random.Between(100, 4_000), world.Network.Heal);
    }

    private void CutOff(int node)
    {
        bool[] side = new bool[world.Nodes.Length];
        side[node] = true;
        CutApart(side, oneWay: random.Chance(300));
    }
}
