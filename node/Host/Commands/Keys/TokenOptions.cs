using System.CommandLine;
using Ledger.Cryptography.Signatures;
using Ledger.Cryptography.Tokens;

namespace Ledger.Node.Commands;

/// <summary>Where a key is drawn that is to stay in a PKCS #11 token; all of these options or none.</summary>
internal static class TokenOptions
{
    private static readonly Option<string?> Library = new("--token-library")
    {
        Description = "Draw the signing key in a PKCS #11 token, which it never leaves: the token's library.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Token = new("--token") { Description = "The token's label.", HelpName = "LABEL" };

    private static readonly Option<string?> Key = new("--token-key") { Description = "The label of the new key pair.", HelpName = "LABEL" };

    private static readonly Option<string?> PinFile = new("--token-pin-file")
    {
        Description = "A file whose first line is the token's PIN. It must stay: whoever signs reads it.",
        HelpName = "FILE",
    };

    public static void AddTo(Command command)
    {
        command.Options.Add(Library);
        command.Options.Add(Token);
        command.Options.Add(Key);
        command.Options.Add(PinFile);
    }

    /// <summary>Null when the key is to be in a file.</summary>
    public static TokenPlace? Of(ParseResult parsed, SuiteId suite)
    {
        string?[] given = [parsed.GetValue(Library), parsed.GetValue(Token), parsed.GetValue(Key), parsed.GetValue(PinFile)];
        if (given.All(g => g is null))
        {
            return null;
        }

        return given.Any(g => g is null)
            ? throw CommandFailure.Usage("--token-library, --token, --token-key and --token-pin-file stand together")
            : suite != SuiteId.P256 ? throw CommandFailure.Usage("a token signs with p256: give --suite p256")
            : new TokenPlace(Path.GetFullPath(given[0]!), given[1]!, given[2]!, Path.GetFullPath(given[3]!));
    }
}
