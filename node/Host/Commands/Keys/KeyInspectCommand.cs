using System.CommandLine;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary><c>ledger key inspect</c>: what a key file says without its passphrase.</summary>
internal static class KeyInspectCommand
{
    private static readonly Argument<string> KeyPath = new("FILE") { Description = "A key file." };

    public static Command Create()
    {
        Command command = new(
            "inspect",
            "Shows the suite and public key a key file claims; only opening it with the passphrase proves them.")
        {
            KeyPath, SharedOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(KeyPath);
        KeyFileFault fault = KeyFile.Load(path, out KeyFile? key);
        if (key is null)
        {
            throw CommandFailure.OfFile(path, KeyFileWords.Of(fault));
        }

        string suite = SuiteNames.Of(key.Suite)!;
        string publicKey = Convert.ToHexStringLower(key.PublicKey.Span);
        if (CosigningKeys.Split(key.PublicKey) is { } cosigning)
        {
            return Show(parsed, cosigning);
        }

        string? pin = key.SecretSize != SoftwareSigner.SecretSize ? NewKeys.PinOf(key) : null;
        string[] lines = [$"suite       {suite}", $"public key  {publicKey}"];
        Answer.Give(
            parsed,
            new { Suite = suite, PublicKey = publicKey, TlsPin = pin },
            pin is null ? lines : [.. lines, $"tls pin     {pin}"]);
        return (int)ExitCode.Ok;
    }

    private static int Show(ParseResult parsed, CosigningKeys keys)
    {
        (string ed25519, string sm2) = (Convert.ToHexStringLower(keys.Ed25519.Span), Convert.ToHexStringLower(keys.Sm2.Span));
        Answer.Give(
            parsed,
            new { CosigningEd25519 = ed25519, CosigningSm2 = sm2 },
            [$"cosigning, ed25519  {ed25519}", $"cosigning, sm2      {sm2}"]);
        return (int)ExitCode.Ok;
    }
}
