using System.CommandLine;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary><c>ledger governance sign</c>: shows a change in plain words and adds an operator's approval. Asks no node.</summary>
internal static class SignCommand
{
    private static readonly Argument<string> Change = new("FILE") { Description = "The change, as 'governance propose' wrote it." };

    private static readonly Option<string> OperatorKey = new("--operator-key")
    {
        Description = "The operator's key file.",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<string?> Id = new("--id")
    {
        Description = "Sign only the change of this id, as agreed by other means.",
        HelpName = "HEX",
    };

    public static Command Create()
    {
        Command command = new(
            "sign",
            "Shows what a change does and adds this operator's approval to the file, off-line. 'governance show FILE' shows it only.")
        {
            Change, SharedOptions.Genesis, SharedOptions.Epochs, SharedOptions.Pin, OperatorKey, SharedOptions.PassphraseFile, Id,
            SharedOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(Change);
        EpochHistory history = Inputs.History(parsed, parsed.GetRequiredValue(SharedOptions.Genesis));
        ProposedChange proposed = ChangeFile.Load(path);
        proposed.DemandOf(history);
        proposed.DemandRunnable();
        if (parsed.GetValue(Id) is { } id && Inputs.Digest("--id", id) != proposed.Change.Id)
        {
            throw new CommandFailure(ExitCode.Invalid, $"the file holds change {proposed.Change.Id}", "OTHER_CHANGE");
        }

        using IOwnedSigner key = SigningKey.Open(
            parsed.GetRequiredValue(OperatorKey), parsed.GetRequiredValue(SharedOptions.PassphraseFile));
        string name = proposed.Approve(key) ?? throw new CommandFailure(
            ExitCode.File, "the key is that of no operator of this configuration", "KEY_OF_NO_OPERATOR");
        ChangeFile.Of(proposed).Replace(path);
        ChangeView.Give(parsed, proposed, [$"signed for {name}: {path}"]);
        return (int)ExitCode.Ok;
    }
}
