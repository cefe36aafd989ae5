using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
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
            EpochConfiguration epoch = EpochOf(world, node, record.Block.Header);
            SimulationFailure.Unless(
                uncertified <= epoch.Parameters.Window,
                $"Certificates: node {node.Index} has none within W above height {height - uncertified}");
            SimulationFailure.Unless(
                record.Certificate is null || IsGood(world, epoch, record, record.Certificate),
                $"Certificates: node {node.Index}'s of height {height} is not valid");
        }
    }

    /// <summary>E4: the header names the configuration of its own epoch, and at the epoch's end the next.</summary>
    private static EpochConfiguration EpochOf(SimulatedWorld world, SimulatedNode node, BlockHeader header)
    {
        EpochConfiguration? epoch = world.Epochs.Find(header.Epoch);
        bool ends = header.NextConfigurationHash != header.ConfigurationHash;
        EpochConfiguration? next = ends ? world.Epochs.Find(new Epoch(header.Epoch.Value + 1)) : epoch;
        SimulationFailure.Unless(
            epoch is not null && header.ConfigurationHash == epoch.Hash && header.Height >= epoch.Start
                && next is not null && header.NextConfigurationHash == next.Hash && ends == (next.Start == header.Height.Next),
            $"E4: node {node.Index}'s header at {header.Height} is not of its epoch {header.Epoch}");
        return epoch!;
    }

    /// <summary>By the definition, and not by <see cref="QuorumCertificate.IsValid"/>.</summary>
    public static bool IsGood(SimulatedWorld world, EpochConfiguration epoch, BlockRecord record, QuorumCertificate certificate)
    {
        ValidatorIndex[] signers = [.. certificate.Signers.Members];
        bool quorum = VoteTally.IsQuorum(epoch.Validators, certificate.Signers.Mask) && signers.All(epoch.Validators.Contains);
        bool subject = certificate.Statement.Type == StatementType.Commit
            && certificate.Statement.Height == record.Block.Height
            && certificate.Statement.Subject == record.Block.Header.ComputeId();
        byte[] signed = certificate.Statement.SignedBytes(epoch.Context);
        return quorum && subject && signers.Index().All(s => world.Suites.Verify(
            epoch.Validators[s.Item].Suite,
            epoch.Validators[s.Item].PublicKey.Span,
            signed,
            certificate.Signatures.Slice(s.Index * 64, 64)));
    }
}
