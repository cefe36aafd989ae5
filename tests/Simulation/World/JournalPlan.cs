using Ledger.Consensus;
using Ledger.Engine.Execution;
using Ledger.Engine.Execution.Governance;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Simulation.World;

/// <summary>What becomes of journals, drawn from the seed: they are lost, and old ones are put back (D2).</summary>
/// <remarks>Whose journal it is counts among the f of every set until it has rejoined, or has the right one again.</remarks>
public sealed class JournalPlan(SimulatedWorld world, SeededRandom random)
{
    /// <summary>How often operators look whether a node says that its journal is outdated.</summary>
    private const ulong LookEveryMs = 2_000;

    private const ulong LongestDarkMs = 200;

    private bool _looks;

    /// <summary>More than a chain can go on without, until the operators' order has brought them back (D3).</summary>
    private SimulatedNode[] _lost = [];

    /// <summary>Takes somebody's journal, or puts one back that somebody had before it rejoined with another.</summary>
    public void Strike()
    {
        if (Array.Exists(_lost, IsOwedARejoin))
        {
            return; // who speaks by an order may have to rejoin yet, as one of the f
        }

        if (MayLoseMany() && random.Chance(world.Options.ManyPermille))
        {
            LoseMany();
            return;
        }

        SimulatedNode[] rejoined = [.. world.Nodes.Where(n => MayStrike(n) && n.HasRejoinedSince)];
        SimulatedNode[] losers = [.. world.Nodes.Where(n => MayStrike(n) && MayRejoin(n))];
        if (rejoined.Length > 0 && random.Chance(500))
        {
            PutBack(random.Of(rejoined));
        }
        else if (losers.Length > 0)
        {
            Wipe(random.Of(losers), all: false);
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
        LedgerState newest = Newest();
        return !newest.Governance.Rejoined.TryGetValue(EpochBook.NameOf(node.Index), out LastRejoin? last)
            || newest.TimeMs >= last.TimeMs + GovernanceExecution.RejoinPauseMs;
    }

    /// <summary>Those that are left must all be honest: they alone know what was signed.</summary>
    private bool MayLoseMany()
        => world.Options.Cast.Count == 0 && world.Options.SlowClock is null
            && world.Nodes.All(n => n.IsUp && n is { IsDamaged: false, IsSilenced: false })
            && Newest().NextEpoch.Parameters.ProtocolVersion >= ProtocolVersions.IssuersByGovernance;

    /// <summary>As few as it takes, or a region, or all but one of a quorum; then the operators are called.</summary>
    public void LoseMany()
    {
        ValidatorSet set = Newest().NextEpoch.Validators;
        int[] members = [.. set.Validators.Select(v => int.Parse(v.Name.AsSpan(1))).OrderBy(_ => random.Below(1 << 20))];
        int many = (int)random.Between((ulong)(set.Size - set.Quorum + 1), (ulong)(set.Quorum - 1));
        SimulatedNode[] lost = [.. members.Take(many).Select(i => world.Nodes[i])];
        SimulatedNode[] left = [.. members.Skip(many).Select(i => world.Nodes[i])];
        if (random.Chance(700))
        {
            Darken(lost, left);
        }
        else
        {
            Lose(lost, all: false);
        }
    }

    /// <summary>Before, all but one of those that are left are cut off: it alone knows what was prepared last (N4).</summary>
    private void Darken(SimulatedNode[] lost, SimulatedNode[] left)
    {
        SimulatedNode knows = random.Of(left);
        world.Network.CutApart([.. world.Nodes.Select(n => n != knows && left.Contains(n))], oneWay: false);
        Deafen(lost, knows, LongestDarkMs);
    }

    /// <summary>It does not hear that a block is final of which it has a certificate; the lost hear it yet, and then are gone.</summary>
    private void Deafen(SimulatedNode[] lost, SimulatedNode knows, ulong patienceMs)
        => world.Clock.After(1, () =>
        {
            bool knowsMore = knows.Engine?.Replica is { Durable.Highest: { } highest, Head: var head } && highest.Height > head.Height;
            if (!knowsMore && patienceMs > 0)
            {
                Deafen(lost, knows, patienceMs - 1);
                return;
            }

            Array.ForEach(world.Network.IsFaulty ? lost : [], n => world.Network.Cut(n.Index, knows.Index));
            world.Clock.After(random.Between(1, LongestDarkMs), () =>
            {
                Lose(world.Network.IsFaulty && MayLoseMany() ? lost : [], all: true);
                world.Network.Heal();
            });
        });

    private void Lose(SimulatedNode[] lost, bool all)
    {
        if (lost.Length > 0)
        {
            _lost = lost;
            world.Coverage.Injected(FaultKind.ManyLost);
            Array.ForEach(lost, n => Wipe(n, all));
            Order();
        }
    }

    /// <summary>Once all are up that it names, again and again, since it may be lost with whoever took it.</summary>
    private void Order()
        => world.Clock.After(random.Between(300, 3_000), () =>
        {
            SimulatedNode[] left = [.. world.Nodes.Where(n => n is { IsUp: true, IsSilenced: false, Engine.Replica.Follows: false })];
            if (!Array.Exists(_lost, IsOwedARejoin))
            {
                return;
            }

            if (left.Length > 0 && Array.Exists(_lost, MayBeNamed) && Array.TrueForAll(_lost, n => n.Engine is { Restoring: null }))
            {
                world.Changes.Decide(OrderOf(random.Of(left)).ToAction());
            }

            Order();
        });

    /// <summary>It may speak by an order, but no block says so yet.</summary>
    private static bool IsOwedARejoin(SimulatedNode node) => node.Engine is null or { MustRejoin: true, IsMember: true };

    private static bool MayBeNamed(SimulatedNode node) => node is { IsSilenced: true, HasOldJournal: false };

    private RecoveryOrder OrderOf(SimulatedNode asked)
    {
        (Replica replica, EpochConfiguration epoch) = (asked.Engine!.Replica, asked.Engine.Epoch);
        View here = View.Max(replica.View, replica.Durable.Asked);
        IEnumerable<LostJournal> lost = _lost.Where(n => MayBeNamed(n) && !world.Epochs.PlaceOf(n.Index, epoch).IsGuest)
            .Select(n => new LostJournal(EpochBook.NameOf(n.Index), n.Engine!.Incarnation));
        return RecoveryOrder.After(epoch.Number, here, lost);
    }

    private LedgerState Newest() => world.Nodes.Where(n => n.IsUp).MaxBy(n => n.Engine!.State.Block.Height)!.Engine!.State;

    /// <param name="all">Not only the journal, perhaps, but all for sure.</param>
    private void Wipe(SimulatedNode node, bool all)
    {
        if (!all && random.Chance(500))
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
