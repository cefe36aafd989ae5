using Ledger.Engine;
using Ledger.Node.Running;
using Ledger.Protocol.Numbers;

namespace Ledger.Tests.Unit.Running;

/// <summary>One source that never stops beside others that say little.</summary>
public sealed class EngineInboxFacts : IDisposable
{
    private readonly EngineInbox _inbox = new();
    private readonly List<EngineInput> _turn = [];

    public void Dispose() => _inbox.Dispose();

    [Fact]
    public void A_flood_of_one_peer_fills_its_own_window_and_then_waits_alone()
    {
        for (int i = 0; i < EngineInbox.InputsPerSource; i++)
        {
            Assert.True(Post(1).IsCompleted);
        }

        Task held = Post(1);
        Assert.False(held.IsCompleted);
        Assert.True(Post(2).IsCompleted);
        Assert.True(Post(null).IsCompleted);
        Assert.Equal(EngineInbox.InputsPerSource, _inbox.WaitingOf(1));
        Assert.Equal(1, _inbox.WaitingOf(2));
    }

    [Fact]
    public void A_turn_takes_the_few_inputs_of_others_among_the_first_of_a_flood()
    {
        for (int i = 0; i < 1_000; i++)
        {
            Post(1);
        }

        Post(2);
        Post(2);
        Post(3);
        _inbox.Take(_turn, most: 6);

        Assert.Equal([1, 2, 3, 1, 2, 1], _turn.Select(SourceOf));
    }

    [Fact]
    public void Inputs_of_one_source_keep_their_order_over_many_turns()
    {
        for (int i = 0; i < 500; i++)
        {
            _inbox.PostAsync(Numbered(i % 3, i), i % 3, 10, CancellationToken.None).AsTask();
        }

        for (int turn = 0; turn < 50; turn++)
        {
            _inbox.Take(_turn, most: (turn + 1) * 10);
        }

        Assert.Equal(500, _turn.Count);
        Assert.All(Enumerable.Range(0, 3), source => Assert.Equal(
            Enumerable.Range(0, 500).Where(i => i % 3 == source),
            _turn.Cast<EngineInput.Consensus>().Where(i => i.Message.Sender.Value == source).Select(i => (int)NumberOf(i))));
    }

    [Fact]
    public async Task Bytes_are_bounded_as_inputs_are_and_one_longer_than_the_window_goes_alone()
    {
        Assert.True(Post(1, EngineInbox.BytesPerSource + 1).IsCompleted);
        Task second = Post(1, 1);
        Assert.False(second.IsCompleted);

        _inbox.Take(_turn, most: 1);

        Assert.Single(_turn);
        await second.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Whoever_waits_gets_in_as_the_flood_is_taken_and_who_gives_up_leaves_nothing_behind()
    {
        for (int i = 0; i < EngineInbox.InputsPerSource; i++)
        {
            await Post(1);
        }

        using CancellationTokenSource impatient = new();
        Task gaveUp = _inbox.PostAsync(Numbered(1, -1), 1, 10, impatient.Token).AsTask();
        Task[] patient = [.. Enumerable.Range(0, 100).Select(_ => Post(1))];
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gaveUp);
        _inbox.Take(_turn, most: 100);

        await Task.WhenAll(patient).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(EngineInbox.InputsPerSource, _inbox.WaitingOf(1));
        Assert.DoesNotContain(_turn, input => NumberOf((EngineInput.Consensus)input) == ulong.MaxValue);
    }

    private Task Post(int? peer, int bytes = 10)
        => _inbox.PostAsync(Numbered(peer ?? 9, 0), peer, bytes, CancellationToken.None).AsTask();

    private static EngineInput.Consensus Numbered(int sender, int number) => new(new Ledger.Protocol.Messages.FetchBlocks(
        new ValidatorIndex((byte)sender), new Height((ulong)number), default), default);

    private static int SourceOf(EngineInput input) => ((EngineInput.Consensus)input).Message.Sender.Value;

    private static ulong NumberOf(EngineInput.Consensus input)
        => ((Ledger.Protocol.Messages.FetchBlocks)input.Message).Above.Value;
}
