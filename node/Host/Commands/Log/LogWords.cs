using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Checkpoints;

namespace Ledger.Node.Commands;

/// <summary>What the commands over the public log say alike.</summary>
internal static class LogWords
{
    /// <summary>A policy of one suite checks every region in it, and nothing of the other.</summary>
    public static string NotChecked(PolicyVerdict verdict)
        => $"not checked  {(verdict.NotChecked.Count == 0 ? "nothing" : string.Join(", ", verdict.NotChecked.Select(SuiteNames.Of)))}";
}
