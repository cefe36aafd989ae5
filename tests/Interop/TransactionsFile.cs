using System.Text.Json;

namespace Ledger.Tests.Interop;

/// <summary>The file that tells a client which bytes to submit.</summary>
internal static class TransactionsFile
{
    /// <param name="valid">A signed transaction of the server's chain.</param>
    /// <param name="tampered">The same with one bit turned over.</param>
    /// <param name="big">A valid one with as many commitments as the chain allows.</param>
    /// <param name="held">One that the server takes and never answers; empty where there is none.</param>
    public static Task WriteAsync(string path, byte[] valid, byte[] tampered, byte[] big, byte[] held)
        => File.WriteAllTextAsync(path, JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["valid"] = Convert.ToHexStringLower(valid),
            ["tampered"] = Convert.ToHexStringLower(tampered),
            ["big"] = Convert.ToHexStringLower(big),
            ["held"] = Convert.ToHexStringLower(held),
        }));

    /// <summary>One bit of the signature, which ends the bytes, turned over.</summary>
    public static byte[] Tampered(byte[] bytes) => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)];
}
