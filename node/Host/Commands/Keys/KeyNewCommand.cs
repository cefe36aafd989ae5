using System.CommandLine;
using Ledger.Cryptography.Keys;
using Ledger.Node.Running;
using Ledger.Protocol.Validators;

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

    static KeyNewCommand() => Kind.AcceptOnlyFromAmong(ValidatorKind, IssuerKind);

    public static Command Create()
    {
        Command command = new(
            "new",
            "Makes a validator's consensus.key, tls.key and validator.json, or an issuer's issuer.key and issuer.json.")
        {
            Kind, Name, Region, Out, SharedOptions.PassphraseFile, SharedOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        (string name, string region) = (parsed.GetRequiredValue(Name), parsed.GetRequiredValue(Region));
        string folder = parsed.GetRequiredValue(Out);
        bool isValidator = parsed.GetRequiredValue(Kind) == ValidatorKind;
        if (!MemberDescriptor.IsName(name) || !Protocol.Validators.Region.IsWellFormed(region))
        {
            throw CommandFailure.Usage(
                "--name is 1 to 64 printable ASCII characters, --region 2 to 8 of A-Z, 0-9 and '-'");
        }

        string descriptorPath = Path.Combine(folder, isValidator ? "validator.json" : "issuer.json");
        string signingPath = Path.Combine(folder, isValidator ? "consensus.key" : "issuer.key");
        string transportPath = Path.Combine(folder, "tls.key");
        string[] paths = isValidator ? [signingPath, transportPath, descriptorPath] : [signingPath, descriptorPath];
        DemandNew(paths);
        using Passphrase passphrase = Passphrase.Read(parsed.GetRequiredValue(SharedOptions.PassphraseFile));
        Directory.CreateDirectory(folder);
        string publicKey = Save(NewKeys.Signing(passphrase.Bytes), signingPath);
        string? pin = isValidator ? SaveTransport(passphrase, transportPath) : null;
        string format = isValidator ? MemberDescriptor.ValidatorFormat : MemberDescriptor.IssuerFormat;
        new MemberDescriptor(format, name, region, MemberDescriptor.Ed25519, publicKey, pin).Save(descriptorPath);
        Answer.Give(
            parsed,
            new { Name = name, Region = region, PublicKey = publicKey, TlsPin = pin, Files = paths },
            [$"{name} ({region}), public key {publicKey}", .. paths.Select(path => $"  wrote {path}")]);
        return (int)ExitCode.Ok;
    }

    private static string Save(KeyFile key, string path)
    {
        key.Save(path);
        return Convert.ToHexStringLower(key.PublicKey.Span);
    }

    private static string SaveTransport(Passphrase passphrase, string path)
    {
        KeyFile key = NewKeys.Transport(passphrase.Bytes);
        key.Save(path);
        return NewKeys.PinOf(key);
    }

    /// <summary>Before any key is drawn, so that a refusal leaves nothing behind; the writes refuse again.</summary>
    private static void DemandNew(string[] paths)
    {
        if (Array.Find(paths, Path.Exists) is { } taken)
        {
            throw CommandFailure.OfFile(taken, "exists, and no key is ever overwritten");
        }
    }
}
