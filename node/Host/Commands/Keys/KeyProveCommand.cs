using System.CommandLine;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary><c>ledger key prove</c>: makes of a validator's or an issuer's descriptor one that a running chain can let in.</summary>
/// <remarks>PROTOCOL.md E5, E6: the key signs the whole record and the chain id, so the proof is good for nothing else.</remarks>
internal static class KeyProveCommand
{
    private static readonly Argument<string> Folder = new("DIR")
    {
        Description = "Where 'key new' or 'init' made validator.json and consensus.key, or issuer.json and issuer.key.",
    };

    private static readonly Option<string?> Address = new("--address")
    {
        Description = "Where the other validators reach it; the descriptor's own when not given.",
        HelpName = "HOST:PORT",
    };

    public static Command Create()
    {
        Command command = new(
            "prove",
            "Proves to a running chain that this validator, or this issuer, holds its key: writes DIR/candidate.json, to be sent "
            + "to whoever runs 'ledger governance propose' with --add, --replace, --add-issuer or --replace-issuer.")
        {
            Folder, SharedOptions.Genesis, Address, SharedOptions.PassphraseFile, SharedOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string folder = parsed.GetRequiredValue(Folder);
        string? address = parsed.GetValue(Address);
        if (address is not null && Candidate.IsIssuer(folder))
        {
            throw CommandFailure.Usage("--address is a validator's");
        }

        if (address is not null && !MemberDescriptor.IsAddress(address))
        {
            throw CommandFailure.Usage($"--address {address}: HOST:PORT");
        }

        Genesis genesis = Inputs.Genesis(parsed.GetRequiredValue(SharedOptions.Genesis));
        (MemberDescriptor member, string path) = Candidate.Prove(
            folder, genesis, parsed.GetRequiredValue(SharedOptions.PassphraseFile), address);
        string role = Candidate.IsIssuer(folder) ? " as an issuer of" : " to";
        Answer.Give(
            parsed,
            new { member.Name, member.ChainId, member.Address, Path = path },
            [$"{member.Name} ({member.Region}) can be let in{role} chain {member.ChainId}", $"  wrote {path}"]);
        return (int)ExitCode.Ok;
    }
}
