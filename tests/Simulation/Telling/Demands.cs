using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Engine.Receipts;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Telling;

/// <summary>"expect ...": what must be so when the line is reached, or the story fails there.</summary>
public static class Demands
{
    public static Action<StoryStage> Read(Words words)
    {
        IReadOnlyList<int> validators = words.Validators();
        string verb = words.Next("a demand");
        Func<StoryStage, SimulatedNode, (bool Met, string Instead)> demand = verb switch
        {
            "committed" => Committed(words.Next("a block")),
            "in" => InView(words.View(), participating: true),
            "waits" => Waits(words),
            "down" => (_, node) => (!node.IsUp, "it is up"),
            "discarded" => Discarded(words.Named<DiscardReason>("reason of a discard")),
            "prepared" => Prepared(words.Next("a block"), isWanted: true),
            "refused" => Prepared(words.Next("a block"), isWanted: false),
            "anchored" => Anchored(words.Next("a transaction"), words),
            "accuses" => Accuses(words.Validator()),
            _ => throw words.Fault($"\"{verb}\" cannot be expected"),
        };
        return stage => validators.ToList().ForEach(v => Check(stage, v, demand, words));
    }

    private static void Check(
        StoryStage stage, int validator, Func<StoryStage, SimulatedNode, (bool Met, string Instead)> demand, Words words)
    {
        (bool met, string instead) = demand(stage, stage.World.Nodes[validator]);
        if (!met)
        {
            throw words.Fault($"\"{words.Text}\": not so at v{validator}, {instead}");
        }
    }

    /// <summary>Exactly that block is its head.</summary>
    private static Func<StoryStage, SimulatedNode, (bool Met, string Instead)> Committed(string block)
        => (stage, node) =>
        {
            string head = node.IsUp ? stage.Labels.NameOf(node.Engine!.Replica.Head.Block.Sha256) : "nothing, it is down";
            return (head == block, $"its head is {head}");
        };

    private static Func<StoryStage, SimulatedNode, (bool Met, string Instead)> Waits(Words words)
    {
        words.Require("for");
        return InView(words.View(), participating: false);
    }

    private static Func<StoryStage, SimulatedNode, (bool Met, string Instead)> InView(View view, bool participating)
        => (_, node) =>
        {
            Replica replica = node.Engine!.Replica;
            bool met = replica.View == view && replica.Participating == participating;
            return (met, $"it {(replica.Participating ? "is in" : "waits for")} view {replica.View}");
        };

    private static Func<StoryStage, SimulatedNode, (bool Met, string Instead)> Discarded(DiscardReason reason)
        => (_, node) => (node.Engine!.Counters[reason] > 0, "it discarded nothing so");

    /// <summary>A Prepare was sent for the block, in whatever view.</summary>
    private static Func<StoryStage, SimulatedNode, (bool Met, string Instead)> Prepared(string block, bool isWanted)
        => (stage, node) => (stage.Prepared.Contains((node.Index, block)) == isWanted,
            isWanted ? "it did not prepare it" : "it prepared it");

    private static Func<StoryStage, SimulatedNode, (bool Met, string Instead)> Anchored(string name, Words words)
        => (stage, node) =>
        {
            Digest id = stage.Labels.Transaction(name) ?? throw words.Fault($"no transaction {name} was submitted");
            TransactionLocator? found = node.Receipts!.Locate(id);
            return (found?.Outcome == Outcome.Anchored, $"its outcome is {found?.Outcome.ToString() ?? "open"}");
        };

    private static Func<StoryStage, SimulatedNode, (bool Met, string Instead)> Accuses(int other)
        => (_, node) => (node.Engine!.Counters.LastMisbehavior?.Validator.Value == other, "it has no such evidence");
}
