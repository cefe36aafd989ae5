using System.CommandLine;
using System.Security.Cryptography;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;

namespace Ledger.Node.Commands;

/// <summary><c>ledger key export-public</c>: a public key as OpenSSL and others read it.</summary>
internal static class KeyExportPublicCommand
{
    private static readonly Argument<string> KeyPath = new("FILE") { Description = "A key file." };

    private static readonly Option<string?> PassphraseFile = new("--passphrase-file")
    {
        Description = "Open the key first: then the public key is proven to be its own, not only claimed.",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        Command command = new(
            "export-public",
            "Writes the public key as PEM (SubjectPublicKeyInfo): of SM2, P-256 and Ed25519 keys, for OpenSSL and others.")
        {
            KeyPath, PassphraseFile, SharedOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(KeyPath);
        SigningKeyFile key = KeyFiles.Load(path);
        if (key.PublicKey.Length != SuiteNames.KeySize(key.Suite))
        {
            throw CommandFailure.OfFile(path, $"its public key is no {SuiteNames.Of(key.Suite)} key");
        }

        if (parsed.GetValue(PassphraseFile) is { } passphrase)
        {
            Prove(path, key, passphrase);
        }

        string pem = PemEncoding.WriteString("PUBLIC KEY", PublicKeyInfo.Encode(key.Suite, key.PublicKey.Span));
        Answer.Give(
            parsed,
            new { Suite = SuiteNames.Of(key.Suite), PublicKey = Convert.ToHexStringLower(key.PublicKey.Span), Pem = pem },
            [pem]);
        return (int)ExitCode.Ok;
    }

    private static void Prove(string path, SigningKeyFile key, string passphrase)
    {
        using IOwnedSigner signer = SigningKey.Open(path, passphrase);
        if (!signer.PublicKey.Span.SequenceEqual(key.PublicKey.Span))
        {
            throw CommandFailure.OfFile(path, "the public key is not that of its secret");
        }
    }
}
