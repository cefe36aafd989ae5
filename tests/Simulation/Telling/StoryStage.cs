using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Telling;

/// <summary>What the lines of a script act upon: a world, its wires, and the names of things. It writes the trace.</summary>
public sealed class StoryStage : IWorldObserver
{
    private readonly Story _story;
    private readonly MessageWords _words;
    private readonly NodeWatch[] _watches;

    public StoryStage(Story story, SimulatedWorld world, Tale tale)
    {
        _story = story;
        _words = new MessageWords(Labels);
        _watches = [.. world.Nodes.Select(n => new NodeWatch(n, Labels))];
        World = world;
        Tale = tale;
        Wires = new Wires(world, Labels);
        Labels.Name("B0", EmptyBlocks.Genesis(world));
    }

    public SimulatedWorld World { get; }

    public Epoch Epoch => World.Genesis.Configuration.Number;

    public Labels Labels { get; } = new();

    public Wires Wires { get; }

    public Ballots Ballots { get; } = new();

    public Tale Tale { get; }

    /// <summary>Which validators prepared a block, in any view; for demands.</summary>
    public HashSet<(int Validator, string Block)> Prepared { get; } = [];

    public bool Sent(Frame frame, int to)
    {
        Fate fate = Wires.Judge(frame, to);
        if (frame.Message is { } message)
        {
            Labels.Subject(message); // named when it is first seen, told or not
            Ballots.Note(message);
        }

        if (frame.Message is Vote { IsCommit: false } prepare)
        {
            Prepared.Add((frame.From, Labels.NameOf(prepare.Block.Sha256)));
        }

        if (IsTold(frame.Message?.Kind.ToString() ?? "Frame", "Status"))
        {
            Tale.Add(new TaleLine.Said(World.Clock.NowMs, frame.From, [to], _words.Of(frame), fate));
        }

        return fate == Fate.Sent;
    }

    public void Turned(SimulatedNode node)
    {
        foreach (string change in _watches[node.Index].Look(r => IsTold(r.ToString(), "AlreadyDecided", "Duplicate")))
        {
            Tale.Add(new TaleLine.Changed(World.Clock.NowMs, node.Index, change));
        }
    }

    public void Committed(SimulatedNode node, Block block)
        => Tale.Add(new TaleLine.Changed(World.Clock.NowMs, node.Index, $"commits {Labels.Name(block)}"));

    public Block Block(string name, Words words)
        => Labels.Find(name) ?? throw words.Fault($"no block {name} was seen");

    public Statement StatementOf(StatementType type, string block, View view, Words words)
        => new(type, view, Block(block, words).Height, Block(block, words).Id);

    private bool IsTold(string kind, params string[] usuallyHidden)
        => _story.Shown.Contains(kind) || (!_story.Hidden.Contains(kind) && !usuallyHidden.Contains(kind));
}
