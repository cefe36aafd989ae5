using Ledger.Protocol.Merkle;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>That a log began with an earlier one, with both roots.</summary>
/// <param name="Proof">Both hashes.</param>
public sealed record ConsistencySample(byte[] Proof, TwinDigest OldRoot, TwinDigest NewRoot)
{
    public static ConsistencySample Draw(ProofWorld world, Random random)
    {
        (ulong older, ulong newer) = world.DrawSizes(random);
        return new ConsistencySample(
            world.Prover.ProveConsistency(older, newer).Encode(), world.Prover.RootAt(older), world.Prover.RootAt(newer));
    }
}
