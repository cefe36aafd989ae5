namespace Ledger.Simulation.World;

/// <summary>What goes wrong and when, drawn from the seed: crashes, bad disks, partitions, and their ends.</summary>
public sealed class FaultPlan(SimulatedWorld world, SeededRandom random)
{
    private bool _over;
    private bool _lurks;

    public void Plan()
    {
        if (world.Options.FaultEveryMs > 0)
        {
            Next();
        }
    }

    /// <summary>A view is opened: now and then somebody crashes in it and is soon back, to be held to what it promised there.</summary>
    public void Opened()
    {
        if (!_over && !_lurks && world.Options.FaultEveryMs > 0 && random.Chance(500))
        {
            _lurks = true;
            world.Clock.After(random.Between(1, world.Options.Parameters.BaseTimeoutMs), Restart);
        }
    }

    /// <summary>A change has its date, or its epoch begins: now and then the power of all fails while they are between the two.</summary>
    public void Changing()
    {
        if (!_over && world.Options.FaultEveryMs > 0 && random.Chance(300))
        {
            world.Clock.After(random.Between(1, 200), () =>
            {
                if (!_over)
                {
                    CrashAll();
                }
            });
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
        switch (random.Below(16))
        {
            case < 5:
                Crash(AnyNode(), AnyLength());
                break;
            case 5:
                CrashAll();
                break;
            case 6:
                CutApart(_ => random.Chance(500), FaultKind.Partition, oneWay: false);
                break;
            case 7:
                CutApart(_ => random.Chance(500), FaultKind.OneWayPartition, oneWay: true);
                break;
            case 8:
                CutOffRegion(random.Below(world.Options.Layout.Count));
                break;
            case 9:
                CutOff(AnyNode());
                break;
            case 10:
                Clog();
                break;
            case 11:
                SlowDown(AnyNode());
                break;
            case 12:
                SpoilDisk(AnyNode());
                break;
            default:
                world.Network.Heal();
                break;
        }
    }

    private SimulatedNode AnyNode() => world.Nodes[random.Below(world.Nodes.Length)];

    private void Restart()
    {
        _lurks = false;
        if (!_over)
        {
            Crash(AnyNode(), 50);
        }
    }

    private void Crash(SimulatedNode node, ulong longestMs)
    {
        if (node.IsUp && random.Chance(200))
        {
            world.Coverage.Injected(FaultKind.Kill);
            node.Kill();
        }
        else if (node.IsUp)
        {
            CutPower(node, midTurn: random.Chance(600));
        }

        StartLater(node, longestMs);
    }

    private void CrashAll()
    {
        world.Coverage.Injected(FaultKind.PowerCutOfAll);
        bool midTurn = random.Chance(500);
        foreach (SimulatedNode node in world.Nodes)
        {
            if (node.IsUp)
            {
                CutPower(node, midTurn);
            }

            StartLater(node);
        }
    }

    private void CutPower(SimulatedNode node, bool midTurn)
    {
        world.Coverage.Injected(midTurn ? FaultKind.PowerCutInTurn : FaultKind.PowerCut);
        node.CutPower(midTurn);
    }

    /// <summary>The journal has a second copy. Damaged logs make a node one of the f, so only as many as are left of them.</summary>
    /// <remarks>Never beside an old journal: that nobody may trust it stands in the logs alone.</remarks>
    private void SpoilDisk(SimulatedNode node)
    {
        if (node.IsUp && !node.HasOldJournal && world.Changes.MayFail(node) && random.Chance(500))
        {
            world.Coverage.Injected(FaultKind.LogSector);
            node.SpoilLogs();
        }
        else if (node.IsUp)
        {
            world.Coverage.Injected(FaultKind.JournalSector);
            node.SpoilJournal();
        }

        StartLater(node);
    }

    private void SlowDown(SimulatedNode node)
    {
        world.Coverage.Injected(FaultKind.SlowDisk);
        node.FlushMs = random.Of(2UL, 20UL, 200UL);
        world.Clock.After(random.Between(500, 5_000), () => node.FlushMs = 0);
    }

    /// <summary>Starts it after some time.</summary>
    public void StartLater(SimulatedNode node) => StartLater(node, AnyLength());

    private void StartLater(SimulatedNode node, ulong longestMs) => world.Clock.After(random.Between(1, longestMs), node.Start);

    private ulong AnyLength() => Math.Min(world.Options.LongestDownMs, random.Of(50UL, 1_000UL, 5_000UL));

    private void Clog()
    {
        world.Coverage.Injected(FaultKind.Clog);
        int from = random.Below(world.Nodes.Length);
        int to = random.Below(world.Nodes.Length);
        world.Network.Clog(from, to);
        world.Clock.After(random.Between(100, 4_000), () => world.Network.Unclog(from, to));
    }

    private void CutOffRegion(int region)
        => CutApart(n => world.RegionOf(n.Index) == region, FaultKind.RegionCutOff, oneWay: random.Chance(300));

    private void CutOff(SimulatedNode node) => CutApart(n => n == node, FaultKind.NodeCutOff, oneWay: random.Chance(300));

    private void CutApart(Func<SimulatedNode, bool> isOnOneSide, FaultKind fault, bool oneWay)
    {
        world.Coverage.Injected(fault);
        bool[] side = [.. world.Nodes.Select(isOnOneSide)];
        world.Network.CutApart(side, oneWay);
        world.Trace.Note(TraceEvent.Links, world.Clock.NowMs, 0, oneWay ? 1UL : 2UL);
        world.Clock.After(random.Between(100, 4_000), world.Network.Heal);
    }
}
