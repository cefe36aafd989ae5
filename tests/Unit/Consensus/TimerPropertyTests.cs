using Ledger.Consensus;
using Ledger.Consensus.Timing;
using Ledger.Consensus.ViewChanges;
using Ledger.Protocol.Numbers;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Unit.Consensus;

/// <summary>PROTOCOL.md V1 over random lives: the timeout is its formula, and no single validator moves anybody.</summary>
public sealed class TimerPropertyTests
{
    private const int Lives = 500;

    private const ulong T0 = 1_000;

    private const ulong Cap = 30_000;

    [Fact]
    public void The_timeout_is_the_formula_less_one_doubling_for_each_sixteen_commits_and_never_beyond_its_bounds()
        => EachLife(random =>
        {
            ViewTimeout timeout = new(new ReplicaOptions(BaseTimeoutMs: T0, TimeoutCapMs: Cap));
            (ulong view, ulong lastCommit, int doublings, int commits) = (0UL, 0UL, 0, 0);
            for (int step = 0; step < 200; step++)
            {
                if (random.Below(4) == 0)
                {
                    view += 1 + (ulong)random.Below(random.Bool() ? 3 : 1_000_000);
                    timeout.Entered(new View(view), new View(lastCommit));
                    (doublings, commits) = (Math.Max(doublings, (int)Math.Min(view - lastCommit - 1, 20)), 0);
                }
                else
                {
                    timeout.Committed();
                    lastCommit = view;
                    doublings -= ++commits % 16 == 0 && doublings > 0 ? 1 : 0;
                }

                Assert.Equal(Math.Min(Cap, T0 << doublings), timeout.DurationMs);
                Assert.InRange(timeout.DurationMs, T0, Cap);
            }
        });

    [Fact]
    public void Long_enough_without_a_view_change_every_timeout_is_the_first_again()
        => EachLife(random =>
        {
            ViewTimeout timeout = new(new ReplicaOptions(BaseTimeoutMs: T0, TimeoutCapMs: Cap));
            timeout.Entered(new View(random.U64()), View.Zero);
            for (int i = 0; i < 16 * 20; i++)
            {
                timeout.Committed();
            }

            Assert.Equal(T0, timeout.DurationMs);
        });

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(10)]
    public void The_view_to_join_is_the_f_plus_first_largest_ask_in_whatever_order_asks_come(int size)
        => EachLife(random =>
        {
            Committee committee = new(size);
            AskBook asks = new(committee.Genesis.Validators);
            ulong[] latest = new ulong[size];
            for (int step = 0; step < 60; step++)
            {
                int by = random.Below(size);
                ulong view = random.Below(5) == 0 ? random.U64() : (ulong)random.Below(12);
                asks.Note(Committee.At(by), new View(view));
                latest[by] = Math.Max(latest[by], view);

                int weak = size == 1 ? 1 : Math.Max(((size - 1) / 3) + 1, 2);
                Assert.Equal(latest.OrderDescending().ElementAt(weak - 1), asks.Joinable.Value);
            }
        });

    /// <summary>f liars together, asking for what they like, take nobody beyond what an honest validator asked for.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(10)]
    public void No_f_validators_move_the_view_or_so_the_timeout(int size)
        => EachLife(random =>
        {
            Committee committee = new(size);
            AskBook asks = new(committee.Genesis.Validators);
            int liars = committee.Genesis.Validators.Faults;
            ulong honest = 0;
            for (int step = 0; step < 60; step++)
            {
                int by = random.Below(size);
                ulong view = by < liars ? random.U64() : (ulong)random.Below(9);
                asks.Note(Committee.At(by), new View(view));
                honest = by < liars ? honest : Math.Max(honest, view);

                Assert.True(asks.Joinable.Value <= honest, $"{asks.Joinable} is beyond {honest}");
                Assert.False(asks.QuorumAsks(new View(honest + 1)), "liars alone start no timer");
            }
        });

    [Fact]
    public void A_replica_keeps_its_view_and_timer_whatever_one_validator_asks()
        => EachLife(random =>
        {
            Committee four = new();
            HandDriven replica = new(four, 0);
            replica.Step(new Input.Started());
            for (int step = 0; step < 20; step++)
            {
                ulong view = random.Bool() ? random.U64() : (ulong)random.Below(50);
                replica.Receive(random.Bool() ? four.Ask(3, view) : four.Leave(3, view));
                Assert.Empty(replica.Effects.Timers);
                Assert.Empty(replica.Effects.Promises);
            }

            Assert.Equal((View.Zero, true), (replica.Replica.View, replica.Replica.Participating));
        });

    private static void EachLife(Action<TinyRandom> live)
    {
        for (ulong seed = 0; seed < Lives; seed++)
        {
            live(new TinyRandom(seed));
        }
    }
}
