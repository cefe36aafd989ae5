using Ledger.Cryptography.Hashing;
using Ledger.Engine.Checkpoints;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>What was lost of cosignatures is brought by asking, and then there is silence (PROTOCOL.md C1).</summary>
public sealed class CosignedExchangeTests
{
    private const ulong NowMs = 1_800_000_000_000;

    private static readonly BlockHeader Last = HeaderOf(1, size: 9);

    [Fact]
    public void C1_who_has_published_less_than_its_log_for_a_while_asks_and_asks_again()
    {
        CosignedFetcher fetcher = new();
        ulong first = NowMs + CosignedFetcher.PatienceMs;

        Assert.Null(fetcher.Next(NowMs, logSize: null, published: null));
        Assert.Null(fetcher.DueMs);
        Assert.Null(fetcher.Next(NowMs, logSize: 9, published: null));
        Assert.Equal(first, fetcher.DueMs);
        Assert.Null(fetcher.Next(first - 1, logSize: 20, published: 8));
        Assert.Equal(9UL, fetcher.Next(first, logSize: 20, published: 8)!.AtLeast);
        Assert.Null(fetcher.Next(first, logSize: 20, published: 8));
        Assert.Equal(0UL, fetcher.Next(first + CosignedFetcher.RepeatMs, logSize: 20, published: null)!.AtLeast);
    }

    [Fact]
    public void C1_who_publishes_while_its_log_grows_asks_nothing()
    {
        CosignedFetcher fetcher = new();
        for (ulong second = 0; second < 20; second++)
        {
            Assert.Null(fetcher.Next(NowMs + (1_000 * second), logSize: 10 * (second + 1), published: 10 * second));
        }

        Assert.Null(fetcher.Next(NowMs + 20_000, logSize: 200, published: 200));
        Assert.Null(fetcher.DueMs);
    }

    [Fact]
    public void C1_a_member_is_told_ones_own_line_and_a_guest_all_that_is_published()
    {
        Committee four = new();
        Cosigned[] lines = [.. Enumerable.Range(0, 3).Select(by => Cosigned.Sign(Committee.At(by), Last, Committee.CosignersOf(by)))];
        PublishedCheckpoint published = PublishedCheckpoint.Of(four.Genesis.Configuration, lines)!;
        ValidatorIndex guest = new(ValidatorIndex.FirstGuest);

        Assert.Equal([lines[1]], CosignedServer.Answer(new(Committee.At(3), 9), Committee.At(1), lines[1], null));
        Assert.Equal([lines[1]], CosignedServer.Answer(new(Committee.At(3), 9), Committee.At(1), null, published));
        Assert.Equal(lines, CosignedServer.Answer(new(guest, 9), Committee.At(3), null, published));
        Assert.Empty(CosignedServer.Answer(new(Committee.At(0), 9), Committee.At(3), null, published));
        Assert.Empty(CosignedServer.Answer(new(guest, 9), Committee.At(1), lines[1], null));
        Assert.Empty(CosignedServer.Answer(new(guest, 10), Committee.At(1), lines[1], published));
    }

    /// <summary>Before this a repeat was answered by a repeat, so that two whose way was long answered each other for ever.</summary>
    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 1_500)]
    [InlineData(2, 7_000)]
    [InlineData(2, 60_000)]
    [InlineData(7, 40)]
    [InlineData(7, 2_500)]
    public void C1_whatever_the_way_takes_all_publish_and_then_nobody_says_anything(int validators, ulong delayMs)
    {
        Exchange exchange = new(validators, delayMs);

        exchange.Run(loseUntilMs: NowMs + 10_000);

        Assert.True(exchange.IsSilent, "something is still due or on its way");
        Assert.All(exchange.Published, p => Assert.Equal(9UL, p?.Size));
        ulong rounds = 2 + ((10_000 + (2 * delayMs)) / CosignedFetcher.RepeatMs);
        Assert.InRange(exchange.Sent, 1UL, (ulong)(validators * (validators - 1)) * (1 + (2 * rounds)));
    }

    private static BlockHeader HeaderOf(ulong height, ulong size) => new Committee().Child(default, height).Header with
    {
        TimeMs = 1_000 * height,
        LogSize = size,
        LogRoot = Sha256.Hash("root"u8),
        LogRootSm3 = Sm3.Hash("root"u8),
    };

    /// <summary>Validators that have one final block, and links that take long and at first lose everything.</summary>
    private sealed class Exchange
    {
        private readonly ulong _delayMs;
        private readonly PriorityQueue<(int To, Message Message), (ulong AtMs, ulong Order)> _onTheWay = new();
        private readonly Peer[] _peers;
        private ulong _nowMs = NowMs;
        private ulong _loseUntilMs;

        public Exchange(int validators, ulong delayMs)
        {
            Committee committee = new(validators);
            _delayMs = delayMs;
            _peers = [.. Enumerable.Range(0, validators).Select(i => new Peer(committee, i))];
        }

        public ulong Sent { get; private set; }

        public bool IsSilent => _onTheWay.Count == 0 && _peers.All(p => p.DueMs is null);

        public IEnumerable<PublishedCheckpoint?> Published => _peers.Select(p => p.Book.Published);

        public void Run(ulong loseUntilMs)
        {
            _loseUntilMs = loseUntilMs;
            Array.ForEach(_peers, p => p.Duty.Note(Last, 0, _nowMs));
            for (int steps = 0; !IsSilent && steps < 100_000; steps++)
            {
                Deliver();
                foreach (Peer peer in _peers)
                {
                    peer.Turn(_nowMs, (to, message) => Send(peer, to, message));
                }

                _nowMs = Math.Max(_nowMs, Math.Min(
                    _onTheWay.TryPeek(out _, out (ulong AtMs, ulong Order) next) ? next.AtMs : ulong.MaxValue,
                    _peers.Min(p => p.DueMs ?? ulong.MaxValue)));
            }
        }

        private void Deliver()
        {
            while (_onTheWay.TryPeek(out (int To, Message Message) next, out (ulong AtMs, ulong Order) at) && at.AtMs <= _nowMs)
            {
                _onTheWay.Dequeue();
                _peers[next.To].Hear(next.Message, (to, message) => Send(_peers[next.To], to, message));
            }
        }

        private void Send(Peer from, int? to, Message message)
        {
            foreach (int place in to is { } one ? [one] : Enumerable.Range(0, _peers.Length).Where(i => i != from.Place.Value))
            {
                Sent++;
                if (_nowMs >= _loseUntilMs)
                {
                    _onTheWay.Enqueue((place, message with { Sender = from.Place }), (_nowMs + _delayMs, Sent));
                }
            }
        }
    }

    /// <summary>What the engine makes of the parts, without all else.</summary>
    private sealed class Peer(Committee committee, int place)
    {
        private readonly CosignedFetcher _fetcher = new();

        public ValidatorIndex Place { get; } = Committee.At(place);

        public CosigningDuty Duty { get; } = new(committee.Genesis.Configuration, [Committee.CosignersOf(place)], null, default);

        public CheckpointBook Book { get; } = new(committee.Genesis.Configuration, null, h => h == Last.Height ? Last : null);

        public ulong? DueMs => Duty.DueMs is { } due && _fetcher.DueMs is { } ask ? Math.Min(due, ask) : Duty.DueMs ?? _fetcher.DueMs;

        public void Hear(Message message, Action<int?, Message> send)
        {
            if (message is Cosigned said)
            {
                Book.Take(said);
            }
            else if (message is FetchCosigned asked)
            {
                foreach (Cosigned line in CosignedServer.Answer(asked, Place, Duty.Last, Book.Published))
                {
                    send(asked.Sender.Value, line);
                }
            }
        }

        public void Turn(ulong nowMs, Action<int?, Message> send)
        {
            if (Duty.Next(nowMs, waits: false) is { } due)
            {
                send(null, Duty.Sign(due));
                Book.Take(Duty.Last!);
            }

            if (_fetcher.Next(nowMs, Last.LogSize, Book.Published?.Size) is { } ask)
            {
                send(null, ask);
            }
        }
    }
}
