using Ledger.Simulation.World;

namespace Ledger.Simulation.Telling;

/// <summary>Plays a story: the same file gives the same trace, everywhere and always.</summary>
public static class StoryRun
{
    /// <returns>The trace; a demand that is not met, and a checker that is not satisfied, throw.</returns>
    public static Tale Play(Story story)
    {
        using SimulatedWorld world = new(story.Options);
        world.Network.IsFaulty = false;
        foreach (SimulatedNode node in world.Nodes.Where(n => !story.Options.Puppets.Contains(n.Index)))
        {
            node.Start();
        }

        StoryStage stage = new(story, world);
        world.Observer = stage;
        foreach (StoryStep step in story.Script)
        {
            Run(world, step.AtMs);
            if (!step.IsDemand)
            {
                stage.Tale.Add(new TaleLine.Scripted(step.AtMs, step.Words));
            }

            step.Act(stage);
        }

        return stage.Tale;
    }

    private static void Run(SimulatedWorld world, ulong untilMs)
    {
        while (world.Clock.Step(untilMs))
        {
        }
    }
}
