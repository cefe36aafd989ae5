using System.Text;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Telling;

/// <summary>What a line of a script may do: to clients, processes, links, frames and puppets.</summary>
public static class ScriptVerbs
{
    /// <summary>Reads one line to its end, before anything runs.</summary>
    public static Action<StoryStage> Read(Words words)
    {
        string verb = words.Next("a verb");
        return verb switch
        {
            "submit" => Submit(words),
            "kill" => ForEach(words, n => n.Kill()),
            "power-off" => ForEach(words, n => n.CutPower(midTurn: false)),
            "start" => ForEach(words, n => n.Start()),
            "skew" => Skew(words),
            "cut" => Cut(words),
            "heal" => stage => stage.World.Network.Heal(),
            "hold" => Keep(words, Fate.Held),
            "drop" => Keep(words, Fate.Lost),
            "release" => Release(words),
            "make" => Make(words),
            "hush" => stage => stage.Tale.IsHushed = true,
            "tell" => stage => stage.Tale.IsHushed = false,
            "end" => _ => { }
            ,
            "expect" => Demands.Read(words),
            _ => PuppetVerbs.Read(verb, words),
        };
    }

    /// <summary>"submit A B to v0": each an anchor of one commitment, all in one turn and so in one batch.</summary>
    private static Action<StoryStage> Submit(Words words)
    {
        List<string> names = [];
        while (!words.Take("to"))
        {
            names.Add(words.Next("a name"));
        }

        int validator = words.Validator();
        return stage => names.ForEach(name => stage.World.Nodes[validator].Submit(ClientOf(name, stage)));
    }

    /// <summary>The same name is the same transaction.</summary>
    private static ClientTransaction ClientOf(string name, StoryStage stage)
    {
        SimulatedWorld world = stage.World;
        Transaction transaction = AnchorTransaction.List(
            world.Genesis.ChainId,
            new Height(world.Options.Parameters.MaximumValidityHeights),
            0,
            new AnchorTerms(CommitmentScheme.SaltedFile, 7, 0, 0),
            Sha256.Hash(Encoding.UTF8.GetBytes(name)).ToArray());
        stage.Labels.Submitted(name, transaction.Id);
        return new ClientTransaction(world.Check(SignedTransaction.Sign(transaction, world.IssuerSigner)), first: 0);
    }

    private static Action<StoryStage> ForEach(Words words, Action<SimulatedNode> act)
    {
        IReadOnlyList<int> validators = words.Validators();
        return stage => validators.ToList().ForEach(v => act(stage.World.Nodes[v]));
    }

    /// <summary>"skew v2 3600000": its clock is so far ahead; "skew v2 behind 3600000": so far behind.</summary>
    private static Action<StoryStage> Skew(Words words)
    {
        int validator = words.Validator();
        long sign = words.Take("behind") ? -1 : 1;
        long skewMs = sign * (long)words.Number("a time");
        return stage => stage.World.Nodes[validator].SkewMs = skewMs;
    }

    /// <summary>"cut v0 | v1 v2": no frame between the sides; "cut v0 > v1": none from the first to the second.</summary>
    private static Action<StoryStage> Cut(Words words)
    {
        IReadOnlyList<int> left = words.Validators();
        bool oneWay = words.Take(">");
        if (!oneWay)
        {
            words.Require("|");
        }

        IReadOnlyList<int> right = words.Validators();
        (int From, int To)[] links = [.. left.SelectMany(_ => right, (l, r) => (l, r))];
        return stage =>
        {
            foreach ((int from, int to) in oneWay ? links : [.. links, .. links.Select(l => (l.To, l.From))])
            {
                stage.World.Network.Cut(from, to);
            }
        };
    }

    private static Action<StoryStage> Keep(Words words, Fate fate)
    {
        FramePattern pattern = FramePattern.Read(words);
        return stage => stage.Wires.Keep(pattern, fate);
    }

    private static Action<StoryStage> Release(Words words)
    {
        FramePattern pattern = FramePattern.Read(words);
        return stage => stage.Wires.Release(pattern);
    }

    /// <summary>"make B1' on B0": an empty block; "with a wrong root", or "of a batch nobody has".</summary>
    private static Action<StoryStage> Make(Words words)
    {
        string name = words.Next("a block's name");
        words.Require("on");
        string parent = words.Next("a block's name");
        ulong laterMs = 1 + (ulong)name.Count(c => c == '\''); // rivals of one parent differ in their time
        string flaw = words.Rest;
        while (!words.IsEnd)
        {
            words.Next("a word");
        }

        return stage =>
        {
            BlockHeader header = EmptyBlocks.Above(stage.Block(parent, words), laterMs);
            stage.Labels.Name(name, Flawed(header, flaw, words));
        };
    }

    private static Block Flawed(BlockHeader header, string flaw, Words words)
    {
        Digest unknown = Sha256.Hash("nobody has it"u8);
        return flaw switch
        {
            "" => new Block(header, []),
            "with a wrong root" => new Block(header with { StateRoot = unknown }, []),
            "of a batch nobody has" => new Block(header with { BatchesRoot = Block.RootOf([unknown]) }, [unknown]),
            _ => throw words.Fault($"a block is not made \"{flaw}\""),
        };
    }
}
