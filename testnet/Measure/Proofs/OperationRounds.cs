using System.Diagnostics;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>Measures operations by turns, A B C A B C and so on, so that what the machine does beside falls on all of them.</summary>
internal static class OperationRounds
{
    /// <summary>One thread; a first round counts nothing: code is compiled in it, and tiles are read.</summary>
    /// <param name="length">Of one round of one operation, which ends with the step that reaches it.</param>
    public static IReadOnlyList<RateFigures> Run(
        IReadOnlyList<Operation> operations, int rounds, TimeSpan length, ulong seed, CancellationToken cancellation)
    {
        Random[] dice = [.. operations.Select((_, i) => new Random((int)(seed & int.MaxValue) ^ (i << 16)))];
        List<OperationRound>[] results = [.. operations.Select(_ => new List<OperationRound>())];
        for (int round = -1; round < rounds; round++)
        {
            for (int i = 0; i < operations.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                OperationRound result = RunOne(operations[i], dice[i], length);
                if (round >= 0)
                {
                    results[i].Add(result);
                }
            }
        }

        return [.. operations.Select((operation, i) => RateFigures.Of(operation.Name, results[i]))];
    }

    private static OperationRound RunOne(Operation operation, Random dice, TimeSpan length)
    {
        long units = 0;
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        do
        {
            units += operation.Step(dice);
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed < length);
        return new OperationRound(units, elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }
}

/// <summary>What one round of one operation did.</summary>
/// <param name="CpuSeconds">Of all threads of this process: the one that works, and the collector's.</param>
internal readonly record struct OperationRound(long Units, double Seconds, double CpuSeconds);
