using System.CommandLine;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary>A change as a command answers it: its words, who has approved it, who is missing.</summary>
internal static class ChangeView
{
    public static void Give(ParseResult parsed, ProposedChange proposed, IEnumerable<string> more)
    {
        ValidatorSet set = proposed.Current.Validators;
        string[] words = [.. ChangeWords.Of(proposed)];
        string[] missing = [.. ChangeWords.Missing(proposed, set)];
        Answer.Give(
            parsed,
            new
            {
                Id = $"{proposed.Change.Id}",
                ChainId = $"{proposed.Change.ChainId}",
                proposed.Change.Revision,
                Epoch = proposed.Current.Number.Value,
                Says = words,
                ApprovedBy = proposed.Approvals.Keys,
                Complete = set.HasQuorum(Signers(proposed, set)),
            },
            [.. words, .. missing, .. more]);
    }

    public static SignerSet Signers(ProposedChange proposed, ValidatorSet set) => set.FindAll(proposed.Approvals.Keys);
}
