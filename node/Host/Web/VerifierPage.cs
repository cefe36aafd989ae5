namespace Ledger.Node.Web;

/// <summary>The offline verifier: one HTML file that verifies a document, opened from disk on a machine without a network.</summary>
/// <remarks>
/// Part of the program as <c>Web/verifier/build.mjs</c> builds it from its sources, where what it checks stands. It is a download: a page
/// that is opened where a node serves it is only as trustworthy as that node, and one from disk can be compared first.
/// </remarks>
internal static class VerifierPage
{
    public const string FileName = "verifier.html";

    public const string MediaType = "text/html; charset=utf-8";

    /// <summary>Where the JSON port serves it.</summary>
    public const string Path = $"/{FileName}";

    private static readonly Lazy<byte[]> Built = new(Read);

    public static ReadOnlySpan<byte> Bytes => Built.Value;

    private static byte[] Read()
    {
        using Stream resource = typeof(VerifierPage).Assembly.GetManifestResourceStream(FileName)
            ?? throw new InvalidOperationException($"This program was built without {FileName}.");
        byte[] bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
