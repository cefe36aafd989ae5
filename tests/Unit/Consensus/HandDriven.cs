using Ledger.Consensus;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Tests.Unit.Consensus;

/// <summary>One replica whose every input a test chooses, held at each step to what must be promised before it is said.</summary>
/// <remarks>Own messages come back by the front door in the same step, after the promises of what preceded them.</remarks>
internal sealed class HandDriven
{
    private readonly Committee _committee;
    private readonly int _self;
    private readonly DurableState _promised = new();

    public HandDriven(Committee committee, int self, byte[]? journal = null, ChainHead? head = null)
    {
        _committee = committee;
        _self = self;
        DurableState durable = new();
        Assert.True(journal is null || (durable.TryApplyRecord(journal) && _promised.TryApplyRecord(journal)));
        Replica = new Replica(
            new ReplicaOptions(committee.Genesis.Parameters.Window),
            committee.Genesis.Configuration,
            Committee.At(self),
            committee.SignerOf(self),
            durable,
            head ?? new ChainHead(Height.Genesis, committee.Origin, null));
    }

    public Replica Replica { get; }

    /// <summary>What the last step wanted.</summary>
    public EffectList Effects { get; } = new();

    /// <summary>The verdict on blocks; null leaves the check open.</summary>
    public Func<Block, bool?> Judge { get; set; } = _ => true;

    public IEnumerable<Message> Sent => Effects.Messages.Select(m => m.Message);

    public IEnumerable<Vote> SentPrepares => Sent.OfType<Vote>().Where(v => !v.IsCommit);

    public IEnumerable<Vote> SentCommits => Sent.OfType<Vote>().Where(v => v.IsCommit);

    /// <summary>The same validator after a crash that took everything but its journal.</summary>
    public HandDriven Restart() => new(_committee, _self, _promised.Encode(), Replica.Head);

    public void Receive(params Message[] messages) => Step([.. messages.Select(m => new Input.Received(m))]);

    public void Step(params Input[] inputs)
    {
        Effects.Clear();
        int checks = 0;
        int messages = 0;
        int promises = 0;
        Queue<Input> waiting = new(inputs);
        while (waiting.TryDequeue(out Input? input))
        {
            Replica.Step(input, Effects);
            for (; promises < Effects.Promises.Count; promises++)
            {
                Keep(Effects.Promises[promises]);
            }

            for (; checks < Effects.Checks.Count; checks++)
            {
                Block block = Effects.Checks[checks].Block;
                if (Judge(block) is { } valid)
                {
                    waiting.Enqueue(new Input.BlockChecked(block.Hash, valid));
                }
            }

            for (; messages < Effects.Messages.Count; messages++)
            {
                Outgoing outgoing = Effects.Messages[messages];
                RequirePromise(outgoing.Message);
                if (outgoing.Audience == Audience.Everyone)
                {
                    waiting.Enqueue(new Input.Received(outgoing.Message));
                }
            }
        }
    }

    /// <summary>N2: the last Prepare only ever rises by (view, height).</summary>
    private void Keep(Promise promise)
    {
        if (promise is Promise.Prepared prepared && _promised.LastPrepare is { } last)
        {
            Assert.True(prepared.Position > last.Position, $"prepared {prepared.Position} after {last.Position}");
        }

        _promised.Apply(promise);
    }

    private void RequirePromise(Message message)
    {
        bool promised = message switch
        {
            Vote { IsCommit: false } v => _promised.LastPrepare is { } last
                && (last.Position > PositionOf(v) || (last.Position == PositionOf(v) && last.Block == v.Block))
                && (v.Height <= Replica.Head.Height || _promised.Holds(new BlockRef(v.Height, v.Block.Sha256))),
            Vote v => _promised.Highest is { } highest && highest.Position >= PositionOf(v),
            ViewChange v => _promised.ViewChange is { } left && left.Encode().AsSpan().SequenceEqual(v.Encode()),
            PrePrepare v when v.Sender == Committee.At(_self) => _promised.PrimaryView >= v.View,
            NewView v when v.Sender == Committee.At(_self) => _promised.PrimaryView >= v.View,
            _ => true,
        };
        Assert.True(promised, $"{message.Kind} was sent before its promise");
    }

    private static Position PositionOf(Vote vote) => new(vote.View, vote.Height);
}
