using Ledger.Client.Logs;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>The public log in the formats of C2SP: proofs made of tiles by who wants them, judged by a policy.</summary>
/// <remarks>What is made is checked by its maker, and each tile is read and hashed anew: nothing caches between store and reader.</remarks>
internal static class PublicLogOperations
{
    public static IEnumerable<Operation> Of(ProofWorld world, ProofSamples samples) =>
    [
        Operation.Making(".tlog-proof of tiles, SHA-256: make", random => Prove(world.Log, world, random)),
        Operation.Making(".tlog-proof of tiles, SM3: make", random => Prove(world.Twin, world, random)),
        Operation.Judging(".tlog-proof, SHA-256 and Ed25519: verify", random => Holds(world.Log.Reader.Trust, Any(samples, random).Tlog)),
        Operation.Judging(".tlog-proof, SM3 and SM2: verify", random => Holds(world.Twin.Reader.Trust, Any(samples, random).TlogTwin)),
        Operation.Making("consistency proof of tiles, SHA-256: make", random => ProveConsistency(world, random)),
    ];

    private static ProofSample Any(ProofSamples samples, Random random) => LogOperations.Any(samples.Leaves, random);

    /// <summary>The store answers at once, so nothing is waited for.</summary>
    private static void Prove((LogReader Reader, SeenCheckpoint Newest) log, ProofWorld world, Random random)
        => log.Reader.ProveAsync(world.DrawLeaf(random), log.Newest, CancellationToken.None).GetAwaiter().GetResult().Encode();

    private static void ProveConsistency(ProofWorld world, Random random)
    {
        (ulong older, ulong newer) = world.DrawSizes(random);
        world.Log.Reader.ProveConsistencyAsync(older, newer, CancellationToken.None).GetAwaiter().GetResult();
    }

    private static bool Holds(LogTrust trust, byte[] bytes)
        => TlogProof.TryDecode(bytes, out TlogProof? proof) == DecodeFault.None
            && proof!.Holds(trust.Hash, proof.Extra.GetValueOrDefault().Span, trust.Believe(proof.Note, "bench").Head);
}
