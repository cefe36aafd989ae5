using Ledger.Cryptography.Hashing;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>Proofs of every kind, made before anything is timed, and the commitments that statuses are asked for.</summary>
/// <param name="Leaves">The deepest leaf's first.</param>
/// <param name="Known">Commitments that the map has, <see cref="Asked"/> of them, drawn from all.</param>
/// <param name="Unknown">Commitments that were never anchored, as many.</param>
/// <param name="Statuses">Of some that it has.</param>
/// <param name="Absences">Of some that it has not.</param>
public sealed record ProofSamples(
    ProofSample[] Leaves,
    ConsistencySample[] Consistency,
    Digest[] Known,
    Digest[] Unknown,
    byte[][] Statuses,
    byte[][] Absences)
{
    /// <summary>More than a cache has the paths of.</summary>
    private const int Asked = 16_384;

    public static async Task<ProofSamples> DrawAsync(ProofWorld world, int count, Random random, CancellationToken cancellation)
    {
        Digest[] known = Draw(() => world.Documents.CommitmentOf((ulong)random.Next(1, world.Statuses.Entries + 1)));
        Digest[] unknown = Draw(() => world.Documents.CommitmentOf(world.Size + (ulong)random.Next()));
        return new ProofSamples(
            await ProofSample.DrawAsync(world, count, random, cancellation),
            [.. Enumerable.Range(0, count).Select(_ => ConsistencySample.Draw(world, random))],
            known,
            unknown,
            [.. known.Take(count).Select(commitment => world.ProveStatus(commitment).Encode())],
            [.. unknown.Take(count).Select(commitment => world.ProveStatus(commitment).Encode())]);
    }

    private static Digest[] Draw(Func<Digest> commitment) => [.. Enumerable.Range(0, Asked).Select(_ => commitment())];
}
