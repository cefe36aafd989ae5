namespace Ledger.Testnet.Measure.Proofs;

/// <summary>Something of which a rate is measured.</summary>
/// <param name="Step">Does it once, draws what it does it to, and gives how many of it that was; throws when the result is wrong.</param>
public sealed record Operation(string Name, Func<Random, int> Step)
{
    /// <summary>One that makes something.</summary>
    public static Operation Making(string name, Action<Random> make) => new(name, random =>
    {
        make(random);
        return 1;
    });

    /// <summary>One that judges something that is good.</summary>
    /// <exception cref="InvalidOperationException">From the step: it was refused.</exception>
    public static Operation Judging(string name, Func<Random, bool> judge) => new(name, random => judge(random)
        ? 1
        : throw new InvalidOperationException($"{name}: what was made here is refused."));
}
