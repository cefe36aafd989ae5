using Ledger.Simulation.World;

namespace Ledger.Simulation.Telling;

/// <summary>Plays a story: the same file gives the same trace, everywhere and always.</summary>
public static class StoryRun
{
    public static Tale Play(Story story)
    {
        Tale tale = new();
        Play(story, tale);
        return tale;
    }

    /// <summary>A demand that is not met, and a checker that is not satisfied, throw; the tale goes as far as that.</summary>
    public static void Play(Story story, Tale tale)
    {
        using SimulatedWorld world = new(story.Options);
        world.Network.IsFaulty = false;
        foreach (SimulatedNode node in world.Nodes.Where(n => !story.Options.Puppets.Contains(n.Index)))
        {
            node.Start();
        }

        StoryStage stage = new(story, world, tale);
        world.Observer = stage;
        foreach (StoryStep step in story.Script)
        {
            Run(world, step.AtMs);
            if (step.IsTold)
            {
                tale.Add(new TaleLine.Scripted(step.AtMs, step.Words));
            }

            step.Act(stage);
        }
    }

    private static void Run(SimulatedWorld world, ulong untilMs)
    {
        while (world.Clock.Step(untilMs))
        {
        }
    }
}
