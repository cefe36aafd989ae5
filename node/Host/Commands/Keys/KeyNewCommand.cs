using System.CommandLine;
using Ledger.Cryptography.Signatures;

namespace Ledger.Node.Commands;

/// <summary><c>ledger key new</c>: draws the keys of a validator or an issuer and seals them under a passphrase.</summary>
internal static class KeyNewCommand
{
    private const string ValidatorKind = "validator";
    private const string IssuerKind = "issuer";

    private static readonly Option<string> Kind = new("--kind") { Description = "What the keys are for.", Required = true };

    private static readonly Option<string> Name = new("--name")
    {
        Description = "Name in the genesis: 1 to 64 printable ASCII characters.",
        HelpName = "NAME",
        Required = true,
    };

    private static readonly Option<string> Region = new("--region")
    {
        Description = "Jurisdiction, such as CN-SZ or SG.",
        HelpName = "CODE",
        Required = true,
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Folder for the files; made when missing. Nothing in it is overwritten.",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<string?> Address = new("--address")
    {
        Description = "Of a validator: where the others reach it, if the chain is to say so; else each node's configuration does.",
        HelpName = "HOST:PORT",
    };

    static KeyNewCommand() => Kind.AcceptOnlyFromAmong(ValidatorKind, IssuerKind);

    public static Command Create()
    {
        Command command = new(
            "new",
            "Makes a validator's consensus.key, tls.key, cosigning.key, operator.key (to be kept off-line) and validator.json, "
            + "or an issuer's issuer.key and issuer.json.")
        {
            Kind, Name, Region, SharedOptions.Suite, Address, Out, SharedOptions.PassphraseFile, SharedOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        (string name, string region) = (parsed.GetRequiredValue(Name), parsed.GetRequiredValue(Region));
        bool isValidator = parsed.GetRequiredValue(Kind) == ValidatorKind;
        string? address = parsed.GetValue(Address);
        if (address is not null && !isValidator)
        {
            throw CommandFailure.Usage("--address is a validator's");
        }

        MemberFiles files = MemberFiles.Of(parsed.GetRequiredValue(Out), isValidator);
        SuiteId suite = SuiteNames.Parse(parsed.GetRequiredValue(SharedOptions.Suite));
        MemberDescriptor made = files.Make(name, region, suite, parsed.GetRequiredValue(SharedOptions.PassphraseFile), address);
        Answer.Give(
            parsed,
            new { Name = name, Region = region, made.Suite, made.PublicKey, made.TlsPin, Files = files.Paths },
            [$"{name} ({region}), {made.Suite} public key {made.PublicKey}", .. files.Paths.Select(path => $"  wrote {path}")]);
        return (int)ExitCode.Ok;
    }
}
