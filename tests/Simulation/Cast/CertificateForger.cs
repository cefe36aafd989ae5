using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Simulation.Cast;

/// <summary>Says that blocks were decided which were not: with the signatures of others, given for other blocks.</summary>
/// <remarks>
/// To whoever is behind, and to all as soon as a block is proposed: its twin of another time, under a certificate that has
/// everything but true signatures.
/// </remarks>
public sealed class CertificateForger(IStage stage) : Adversary(stage)
{
    /// <summary>How often a proposal is answered so.</summary>
    private const int ForgedPermille = 300;

    private readonly Forgeries _twins = new();

    public override void Say(ValidatorIndex to, Message message)
        => Transmit(to, message is ChainSegment { Certificate: { } certificate } segment
            ? Forge([.. segment.Chain.SkipLast(1)], segment.Chain[^1], certificate)
            : message);

    public override bool Hears(Message message)
    {
        if (message is PrePrepare proposal && Replica?.Durable.Highest is { } highest && Stage.Random.Chance(ForgedPermille))
        {
            ChainSegment forged = Forge([], proposal.Block, highest);
            foreach (ValidatorIndex to in Others)
            {
                Transmit(to, forged);
            }
        }

        return true;
    }

    private ChainSegment Forge(IReadOnlyList<Block> before, Block last, QuorumCertificate real)
    {
        Block twin = _twins.TwinOf(last);
        Statement claimed = real.Statement with { Type = StatementType.Commit, Height = twin.Height, Subject = twin.Id };
        return new ChainSegment(
            Stage.Self, [.. before, twin], new QuorumCertificate(claimed, real.Signers, real.Signatures.ToArray()));
    }
}
