using Ledger.Engine.Execution;
using Ledger.Engine.Execution.Governance;

namespace Ledger.Simulation.World;

/// <summary>What becomes of journals, drawn from the seed: they are lost, and old ones are put back (D2).</summary>
/// <remarks>Whose journal it is counts among the f of every set until it has rejoined, or has the right one again.</remarks>
public sealed class JournalPlan(SimulatedWorld world, SeededRandom random)
{
    /// <summary>How often operators look whether a node says that its journal is outdated.</summary>
    private const ulong LookEveryMs = 2_000;

    private bool _looks;

    /// <summary>Takes somebody's journal, or puts one back that somebody had before it rejoined with another.</summary>
    public void Strike()
    {
        SimulatedNode[] rejoined = [.. world.Nodes.Where(n => MayStrike(n) && n.HasRejoinedSince)];
        SimulatedNode[] losers = [.. world.Nodes.Where(n => MayStrike(n) && MayRejoin(n))];
        if (rejoined.Length > 0 && random.Chance(500))
        {
            PutBack(random.Of(rejoined));
        }
        else if (losers.Length > 0)
        {
            Wipe(random.Of(losers));
        }
    }

    /// <summary>Whoever still has an old journal gets the right one.</summary>
    public void End()
    {
        foreach (SimulatedNode node in world.Nodes.Where(n => n.Engine?.IsOutdated == true))
        {
            node.PutRightJournalBack();
            node.Start();
        }
    }

    private bool MayStrike(SimulatedNode node) => node.IsUp && !node.IsSilenced && world.Changes.MayFail(node);

    /// <summary>It did not rejoin so short a time ago that it may not do so again.</summary>
    private bool MayRejoin(SimulatedNode node)
    {
        LedgerState newest = world.Nodes.Where(n => n.IsUp).MaxBy(n => n.Engine!.State.Block.Height)!.Engine!.State;
        return !newest.Governance.Rejoined.TryGetValue(EpochBook.NameOf(node.Index), out LastRejoin? last)
            || newest.TimeMs >= last.TimeMs + GovernanceExecution.RejoinPauseMs;
    }

    private void Wipe(SimulatedNode node)
    {
        if (random.Chance(500))
        {
            world.Coverage.Injected(FaultKind.JournalLost);
            node.DeleteJournal();
        }
        else
        {
            world.Coverage.Injected(FaultKind.DataLost);
            node.LoseEverything();
        }

        world.Faults.StartLater(node);
    }

    private void PutBack(SimulatedNode node)
    {
        world.Coverage.Injected(FaultKind.OldJournal);
        node.PutOldJournalBack();
        world.Faults.StartLater(node);
        if (!_looks)
        {
            _looks = true;
            Look();
        }
    }

    private void Look()
        => world.Clock.After(random.Between(1, LookEveryMs), () =>
        {
            foreach (SimulatedNode node in world.Nodes.Where(n => n.Engine?.IsOutdated == true))
            {
                Remedy(node);
            }

            Look();
        });

    /// <summary>What the node says of an outdated journal: the right one is put back, or it is deleted and the node rejoins.</summary>
    private void Remedy(SimulatedNode node)
    {
        if (MayRejoin(node) && random.Chance(500))
        {
            node.DeleteJournal();
        }
        else
        {
            node.PutRightJournalBack();
        }

        node.Start();
    }
}
