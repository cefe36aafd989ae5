using System.Security.Cryptography;
using System.Text;

namespace Ledger.Tests.Unit.Protocol;

/// <summary>Texts of envelopes that were edited by somebody who knows of the checksum.</summary>
public static class EnvelopeTexts
{
    private const string Field = ",\n  \"checksum\": \"";

    /// <summary>The text with the checksum that belongs to what is before it.</summary>
    public static string Sealed(string text)
    {
        string body = text[..text.LastIndexOf(Field, StringComparison.Ordinal)];
        return $"{body}{Field}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}\"\n}}\n";
    }
}
