using System.CommandLine;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary><c>ledger log policy</c>: what a verifier of the public log needs to trust, made of what is believed of the chain.</summary>
internal static class LogPolicyCommand
{
    private static readonly Option<string> Suite = MakeSuite();

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "The file to write; one that exists is left as it is. Printed when not given.",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        Command command = new(
            "policy",
            "Writes the policy (c2sp.org/tlog-policy) of the newest validator set that genesis and set changes prove: a group for each "
            + "region, all of them needed. One suite checks the whole quorum; a policy of SM2 is asked with --origin.")
        {
            SharedOptions.Genesis, SharedOptions.Epochs, SharedOptions.Pin, Suite, Out,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        EpochHistory history = Inputs.History(parsed, parsed.GetRequiredValue(SharedOptions.Genesis));
        SuiteId suite = SuiteNames.Parse(parsed.GetRequiredValue(Suite));
        string policy = $"{CommentOf(history.Last)}{RegionPolicy.Of(history.Last, suite)}";
        if (parsed.GetValue(Out) is not { } path)
        {
            parsed.InvocationConfiguration.Output.Write(policy);
            return (int)ExitCode.Ok;
        }

        NewFile.Write(path, policy);
        return (int)ExitCode.Ok;
    }

    private static string CommentOf(EpochConfiguration epoch)
        => $"# epoch {epoch.Number}, configuration {epoch.Hash}\n# log  {LogOrigin.Of(epoch.ChainId)}\n"
            + $"# twin {LogOrigin.TwinOf(epoch.ChainId)}\n";

    private static Option<string> MakeSuite()
    {
        Option<string> suite = new("--suite")
        {
            Description = "Whose signatures the policy is made of.",
            DefaultValueFactory = _ => SuiteNames.Of(SuiteId.Ed25519)!,
        };
        suite.AcceptOnlyFromAmong(SuiteNames.Of(SuiteId.Ed25519)!, SuiteNames.Of(SuiteId.Sm2)!);
        return suite;
    }
}
