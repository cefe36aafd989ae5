using Ledger.Engine;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>A chain of one and a node that follows it, over a wire that shows the one as several peers, some of which may lie.</summary>
internal sealed class SnapshotWorld
{
    /// <summary>Peers have guests' numbers on both sides.</summary>
    private const byte FirstGuest = ValidatorIndex.FirstGuest;

    private readonly Queue<(SingleNode To, ValidatorIndex From, ReadOnlyMemory<byte> Frame)> _wire = new();
    private readonly int _peers;

    public SnapshotWorld(EngineOptions options, int peers = 3, ChainParameters? parameters = null)
    {
        _peers = peers;
        Server = new SingleNode(parameters: parameters);
        Client = new SingleNode(options, follows: true, parameters);
        Client.Sent = (to, frame) => _wire.Enqueue((Server, to, frame));
        Server.Sent = (to, frame) =>
        {
            if (Lies(to.Value - FirstGuest, frame) is { Length: > 0 } told)
            {
                _wire.Enqueue((Client, to, told));
            }
        };
    }

    public SingleNode Server { get; }

    public SingleNode Client { get; }

    /// <summary>What a peer makes of a frame that it sends to the client; nothing for silence.</summary>
    public Func<int, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Lies { get; set; } = (_, frame) => frame;

    public void Grow(int from, int blocks)
    {
        for (int i = from; i < from + blocks; i++)
        {
            Commit(Server.Transaction(i));
        }
    }

    /// <summary>Makes one block of it.</summary>
    public void Commit(CheckedTransaction transaction)
    {
        Server.Submit(transaction);
        Server.DriveUntil(() => Server.Locate(transaction) is not null);
    }

    /// <summary>Connects the client, and tells it how high the chain is.</summary>
    public void Connect()
    {
        foreach (ValidatorIndex peer in Peers)
        {
            Client.Turn(new EngineInput.PeerConnected(peer));
        }

        Tell();
    }

    public void Tell() => Client.Turn(new EngineInput.Consensus(
        new Status(Peers.First(), View.Zero, true, View.Zero, Server.Engine.State.Block.Height, Height.Genesis), default));

    public void DriveUntil(Func<bool> condition, int turns = 20_000)
    {
        for (; !condition(); turns--)
        {
            Assert.True(turns > 0, $"no progress at {Client.Engine.Restoring}, height {Client.Engine.State.Block.Height}");
            Step();
        }
    }

    public void CatchUp() => DriveUntil(() => Client.Engine.State.Block == Server.Engine.State.Block);

    /// <summary>State by content, leaves and tiles by their roots, blocks by the head's hash.</summary>
    public void RequireTwin()
    {
        Assert.Null(Client.Engine.Restoring);
        Assert.Equal(Server.Engine.State.Block, Client.Engine.State.Block);
        Assert.Equal(Server.Engine.State.Map.Root, Client.Engine.State.Map.Root);
        Assert.Equal(Server.Stores.State.ContentDigest(), Client.Stores.State.ContentDigest());
        Assert.Equal(Server.Stores.Anchors.Size, Client.Stores.Anchors.Size);
        Assert.Equal(Server.Engine.State.Log.Root, new AnchorProver(Client.Stores.Anchors).RootAt(Client.Stores.Anchors.Size));
    }

    /// <summary>Delivers one frame, or lets the client's time pass when there is none.</summary>
    public void Step()
    {
        if (_wire.TryDequeue(out (SingleNode To, ValidatorIndex From, ReadOnlyMemory<byte> Frame) next))
        {
            Deliver(next.To, next.From, next.Frame);
            return;
        }

        Client.NowMs = Math.Max(Client.NowMs, Client.Engine.DueMs ?? Client.NowMs + 10);
        Server.NowMs = Math.Max(Server.NowMs, Client.NowMs);
        Client.Turn();
        Server.Turn();
    }

    private IEnumerable<ValidatorIndex> Peers => Enumerable.Range(FirstGuest, _peers).Select(i => new ValidatorIndex((byte)i));

    private static void Deliver(SingleNode to, ValidatorIndex from, ReadOnlyMemory<byte> frame)
    {
        Envelope envelope = new(from, frame);
        OpenFault fault = new MessageOpener(to.Engine.Epoch, Committee.Suites).TryOpen(envelope, out Message? message);
        if (fault == OpenFault.None)
        {
            to.Turn(message is BatchMessage batch
                ? new EngineInput.BatchArrived(from, to.Check(batch.Batch))
                : new EngineInput.Consensus(message!, envelope.Epoch));
        }
    }
}
