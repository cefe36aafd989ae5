namespace Ledger.Mutants;

/// <summary>Which fault is in force on this thread: a simulation runs on one.</summary>
public static class Mutation
{
    [ThreadStatic]
    private static Mutant? s_active;

    public static bool Is(Mutant mutant) => s_active == mutant;

    /// <summary>Runs with one fault in force, or with none.</summary>
    public static T With<T>(Mutant? mutant, Func<T> run)
    {
        s_active = mutant;
        try
        {
            return run();
        }
        finally
        {
            s_active = null;
        }
    }
}
