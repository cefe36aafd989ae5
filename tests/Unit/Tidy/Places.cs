namespace Ledger.Tests.Unit.Tidy;

/// <summary>Things that have one home: native code, signature suites, the simulator's suite.</summary>
public static class Places
{
    public static readonly string[] TopLevelFolders = ["consensus", "node", "storage", "testnet", "tests"];

    private static readonly string[] NativeHomes = ["consensus/Cryptography", "storage/Devices"];

    public static IEnumerable<string> Offences(SourceFile file)
        => file.IsCSharp ? [.. Native(file), .. Suites(file), .. Simulated(file)] : [];

    private static IEnumerable<string> Native(SourceFile file)
        => file.IsUnder(NativeHomes)
            ? []
            : Tokens.Of(file.Text)
                .Where(token => token.Text is "LibraryImport" or "DllImport" or "NativeLibrary")
                .Select(token => $"{file.Path}:{token.Line} calls native code");

    // A suite decides what is a valid signature. One implementation for each, where reviewers look for it.
    private static IEnumerable<string> Suites(SourceFile file)
        => file.IsUnder("consensus/Cryptography", "tests")
            ? []
            : Bases(Tokens.Of(file.Text))
                .Where(token => token.Text is "ISignatureSuite" or "ISigner")
                .Select(token => $"{file.Path}:{token.Line} implements {token.Text}");

    // Anybody can forge it, so no assembly that a validator runs may even name it.
    private static IEnumerable<string> Simulated(SourceFile file)
    {
        IReadOnlyList<Token> tokens = file.IsUnder("tests") ? [] : Tokens.Of(file.Text);
        for (int i = 0; i + 2 < tokens.Count; i++)
        {
            if (tokens[i].Text == "SuiteId" && tokens[i + 1].Text == "." && tokens[i + 2].Text == "Simulated")
            {
                yield return $"{file.Path}:{tokens[i].Line} names the simulator's signature suite";
            }
        }
    }

    /// <summary>What stands after the colon of a type's head, parameter lists left out.</summary>
    private static IEnumerable<Token> Bases(IReadOnlyList<Token> tokens)
    {
        bool inHead = false;
        bool inBases = false;
        int parentheses = 0;
        foreach (Token token in tokens)
        {
            inHead = token.Text is "class" or "struct" or "record" || (inHead && token.Text is not "{" and not ";");
            parentheses += token.Text switch { "(" => 1, ")" => -1, _ => 0 };
            inBases = inHead && (inBases || (token.Text == ":" && parentheses == 0));
            if (inBases && parentheses == 0)
            {
                yield return token;
            }
        }
    }
}
