using Ledger.Protocol.Encoding;
using Ledger.Protocol.Validators;

namespace Ledger.Client;

/// <summary>The genesis a verifier holds: all it trusts.</summary>
public static class GenesisFile
{
    /// <summary>The genesis, or null and its first fault. A file that cannot be read is an exception.</summary>
    public static JsonProblem TryRead(string path, out Genesis? genesis)
        => GenesisJson.TryRead(BoundedText.Read(path, GenesisJson.MaximumCharacters), out genesis);
}
