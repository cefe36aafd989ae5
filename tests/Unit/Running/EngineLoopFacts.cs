using Ledger.Engine;
using Ledger.Node.Running;
using Ledger.Protocol.Numbers;
using Ledger.Tests.Unit.Engine;

namespace Ledger.Tests.Unit.Running;

/// <summary>The way into the engine when the engine cannot keep up, as under a disk that hangs.</summary>
public sealed class EngineLoopFacts
{
    private static readonly EngineInput s_input = new EngineInput.PeerConnected(new ValidatorIndex(0));

    [Fact]
    public async Task An_inbox_that_is_full_makes_its_sender_wait_and_never_grows_beyond_its_bound()
    {
        SingleNode node = new();
        using EngineLoop loop = new(node.Engine, new NodeClock()); // not started: an engine in a flush that hangs
        for (int i = 0; i < EngineInbox.InputsPerSource; i++)
        {
            await loop.PostAsync(s_input, fromPeer: 0, bytes: 0, CancellationToken.None);
        }

        using CancellationTokenSource patience = new();
        Task[] late = [.. Enumerable.Range(0, 100).Select(_ => loop.PostAsync(s_input, fromPeer: 0, bytes: 0, patience.Token).AsTask())];
        Assert.Equal(EngineInbox.InputsPerSource, loop.Waiting);
        Assert.All(late, t => Assert.False(t.IsCompleted));

        await patience.CancelAsync();
        foreach (Task waiting in late)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }
    }

    [Fact]
    public async Task Questions_beyond_their_bound_are_answered_with_a_refusal()
    {
        SingleNode node = new();
        using EngineLoop loop = new(node.Engine, new NodeClock());
        for (int i = 0; i < EngineLoop.MaximumQuestions; i++)
        {
            _ = loop.AskAsync(_ => i, CancellationToken.None);
        }

        Ledger.Node.Rpc.RpcException refused = await Assert.ThrowsAsync<Ledger.Node.Rpc.RpcException>(
            () => loop.AskAsync(_ => 0, CancellationToken.None));
        Assert.Equal("POOL_FULL", refused.Code);
    }
}
