using System.CommandLine;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary><c>ledger key rotate</c>: the keys that come next, beside those in force, and the proof that lets them in.</summary>
/// <remarks>PROTOCOL.md E5, E6. Name, region and address stay; nothing that is in force is touched.</remarks>
internal static class KeyRotateCommand
{
    private const string Next = "next";

    private static readonly Argument<string> Folder = new("DIR")
    {
        Description = "Where validator.json and consensus.key, or issuer.json and issuer.key, are.",
    };

    private static readonly Option<string?> Suite = new("--suite")
    {
        Description = "What the new keys sign with; as before when not given. A validator's operator key signs with the same: give both.",
    };

    private static readonly Option<bool> WithOperator = new("--with-operator")
    {
        Description = "Of a validator: a new operator key, too. Without it the one in force stays.",
    };

    static KeyRotateCommand() => Suite.AcceptOnlyFromAmong([.. SuiteNames.All]);

    public static Command Create()
    {
        Command command = new(
            "rotate",
            "Makes new keys in DIR/next and DIR/next/candidate.json, for 'ledger governance propose --replace' or --replace-issuer.")
        {
            Folder, Suite, WithOperator, SharedOptions.Genesis, SharedOptions.PassphraseFile, SharedOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string folder = parsed.GetRequiredValue(Folder);
        bool isValidator = !Candidate.IsIssuer(folder);
        MemberFiles files = MemberFiles.Of(folder, isValidator);
        MemberDescriptor before = MemberDescriptor.Load(
            files.Descriptor, isValidator ? MemberDescriptor.ValidatorFormat : MemberDescriptor.IssuerFormat);
        string suite = parsed.GetValue(Suite) ?? before.Suite;
        bool withOperator = parsed.GetValue(WithOperator);
        if (withOperator && !isValidator)
        {
            throw CommandFailure.Usage("--with-operator is a validator's");
        }

        if (isValidator && suite != before.Suite && !withOperator)
        {
            throw CommandFailure.Usage($"--suite {suite}: the operator key signs with {before.Suite}; give --with-operator, too");
        }

        Genesis genesis = Inputs.Genesis(parsed.GetRequiredValue(SharedOptions.Genesis));
        string passphrase = parsed.GetRequiredValue(SharedOptions.PassphraseFile);
        MemberFiles next = MemberFiles.Of(Path.Combine(folder, Next), isValidator);
        next = withOperator ? next : next with { Operator = null };
        MemberDescriptor made = next.Make(
            before.Name, before.Region, SuiteNames.Parse(suite), passphrase, before.Address, withOperator ? null : before.OperatorKey);
        Candidate candidate = Candidate.Prove(Path.Combine(folder, Next), genesis, passphrase);
        string[] paths = [.. next.Paths, candidate.Path];
        Answer.Give(
            parsed,
            new { made.Name, made.Region, made.Suite, made.PublicKey, made.TlsPin, Files = paths },
            [$"{made.Name} ({made.Region}), {made.Suite} public key {made.PublicKey}", .. paths.Select(path => $"  wrote {path}")]);
        return (int)ExitCode.Ok;
    }
}
