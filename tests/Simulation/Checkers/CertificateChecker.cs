using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Numbers;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>Certificate validity: every stored one is a commit of its own block, well signed by a jurisdiction quorum.</summary>
/// <remarks>And the chain's links hold, heights follow each other, and no block is more than W away from a certificate above it.</remarks>
public static class CertificateChecker
{
    public static void Check(SimulatedWorld world, SimulatedNode node)
    {
        Chain chain = node.Receipts!.Chain;
        Digest parent = default;
        ulong uncertified = 0;
        for (ulong height = 1; height <= chain.Head.Value; height++)
        {
            BlockRecord record = chain.Read(new Height(height));
            SimulationFailure.Unless(
                record.Block.Hash == world.Checkers.Agreement.HashAt(height),
                $"Agreement: node {node.Index} stores another block at height {height} than was committed");
            SimulationFailure.Unless(
                record.Block.Height.Value == height && (height == 1 || record.Block.Parent == parent),
                $"Certificates: node {node.Index}'s chain is broken at height {height}");
            parent = record.Block.Hash;
            uncertified = record.Certificate is null ? uncertified + 1 : 0;
            SimulationFailure.Unless(
                uncertified <= world.Genesis.Parameters.Window,
                $"Certificates: node {node.Index} has none within W above height {height - uncertified}");
            SimulationFailure.Unless(
                record.Certificate is null || IsGood(world, record, record.Certificate),
                $"Certificates: node {node.Index}'s of height {height} is not valid");
        }
    }

    /// <summary>By the definition, and not by <see cref="QuorumCertificate.IsValid"/>.</summary>
    public static bool IsGood(SimulatedWorld world, BlockRecord record, QuorumCertificate certificate)
    {
        ValidatorIndex[] signers = [.. certificate.Signers.Members];
        bool quorum = VoteTally.IsQuorum(world, certificate.Signers.Mask) && signers.All(s => s.Value < world.Options.Validators);
        bool subject = certificate.Statement.Type == StatementType.Commit
            && certificate.Statement.Height == record.Block.Height
            && certificate.Statement.Subject == record.Block.Header.ComputeId();
        byte[] signed = certificate.Statement.SignedBytes(world.Genesis.Context);
        return quorum && subject && signers.Index().All(s => world.Suites.Verify(
            world.Genesis.Validators[s.Item].Suite,
            world.Genesis.Validators[s.Item].PublicKey.Span,
            signed,
            certificate.Signatures.Slice(s.Index * 64, 64)));
    }
}
