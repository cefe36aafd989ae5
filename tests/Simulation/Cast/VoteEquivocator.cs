using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>Signs two votes for each place, in either order, and Prepare and Commit for whatever anybody proposes.</summary>
/// <remarks>So it is the accomplice that an equivocating primary needs on both sides.</remarks>
public sealed class VoteEquivocator(IStage stage) : Adversary(stage)
{
    public override void Say(ValidatorIndex to, Message message)
    {
        if (message is not Vote vote)
        {
            Transmit(to, message);
            return;
        }

        Vote other = MakeVote(vote.Statement with { Subject = Another(vote.Block) });
        bool otherFirst = Stage.Random.Chance(500);
        Transmit(to, otherFirst ? other : vote);
        Transmit(to, otherFirst ? vote : other);
    }

    public override bool Hears(Message message)
    {
        if (message is PrePrepare proposal)
        {
            Statement prepare = proposal.Statement with { Type = StatementType.Prepare };
            foreach (ValidatorIndex to in Others)
            {
                Transmit(to, MakeVote(prepare));
                Transmit(to, MakeVote(prepare with { Type = StatementType.Commit }));
            }
        }

        return true;
    }

    /// <summary>A block that may or may not exist: a vote says nothing of that.</summary>
    private static BlockId Another(BlockId block)
        => new(Sha256.Hash(block.Sha256.ToArray()), Sm3.Hash(block.Sm3.ToArray()));
}
