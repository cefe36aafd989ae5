using System.CommandLine;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Transactions;
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
        => File.Exists(MemberFiles.Of(parsed.GetRequiredValue(Folder), isValidator: false).Descriptor)
            ? ProveIssuer(parsed)
            : ProveValidator(parsed);

    private static int ProveIssuer(ParseResult parsed)
    {
        string folder = parsed.GetRequiredValue(Folder);
        MemberFiles files = MemberFiles.Of(folder, isValidator: false);
        MemberDescriptor descriptor = MemberDescriptor.Load(files.Descriptor, MemberDescriptor.IssuerFormat);
        if (parsed.GetValue(Address) is not null)
        {
            throw CommandFailure.Usage("--address is a validator's");
        }

        Genesis genesis = Inputs.Genesis(parsed.GetRequiredValue(SharedOptions.Genesis));
        using SoftwareSigner key = SigningKey.Open(files.Signing, parsed.GetRequiredValue(SharedOptions.PassphraseFile));
        Issuer issuer = descriptor.ToIssuer(0);
        if (!key.PublicKey.Span.SequenceEqual(issuer.PublicKey.Span))
        {
            throw CommandFailure.OfFile(files.Signing, $"is not the key of {files.Descriptor}");
        }

        string path = Path.Combine(folder, "candidate.json");
        (descriptor with
        {
            ChainId = $"{genesis.ChainId}",
            Possession = Convert.ToHexStringLower(Possession.Prove(genesis.ChainId, issuer, key)),
        }).Save(path);
        Answer.Give(
            parsed,
            new { issuer.Name, ChainId = $"{genesis.ChainId}", Path = path },
            [$"{issuer.Name} ({issuer.Region}) can be let in as an issuer of chain {genesis.ChainId}", $"  wrote {path}"]);
        return (int)ExitCode.Ok;
    }

    private static int ProveValidator(ParseResult parsed)
    {
        string folder = parsed.GetRequiredValue(Folder);
        MemberFiles files = MemberFiles.Of(folder, isValidator: true);
        MemberDescriptor descriptor = MemberDescriptor.Load(files.Descriptor, MemberDescriptor.ValidatorFormat);
        string? address = parsed.GetValue(Address) ?? descriptor.Address;
        if (address is not null && !MemberDescriptor.IsAddress(address))
        {
            throw CommandFailure.Usage($"--address {address}: HOST:PORT");
        }

        Genesis genesis = Inputs.Genesis(parsed.GetRequiredValue(SharedOptions.Genesis));
        using SoftwareSigner key = SigningKey.Open(files.Signing, parsed.GetRequiredValue(SharedOptions.PassphraseFile));
        Validator validator = (descriptor with { Address = address }).ToValidator();
        if (!key.PublicKey.Span.SequenceEqual(validator.PublicKey.Span))
        {
            throw CommandFailure.OfFile(files.Signing, $"is not the consensus key of {files.Descriptor}");
        }

        string path = Path.Combine(folder, "candidate.json");
        (descriptor with
        {
            Address = address,
            ChainId = $"{genesis.ChainId}",
            Possession = Convert.ToHexStringLower(Possession.Prove(genesis.ChainId, validator, key)),
        }).Save(path);
        Answer.Give(
            parsed,
            new { validator.Name, ChainId = $"{genesis.ChainId}", validator.Address, Path = path },
            [$"{validator.Name} ({validator.Region}) can be let in to chain {genesis.ChainId}", $"  wrote {path}"]);
        return (int)ExitCode.Ok;
    }
}
