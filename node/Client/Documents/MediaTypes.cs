namespace Ledger.Client;

/// <summary>The media type a file's name suggests: information for readers, proven by nothing.</summary>
public static class MediaTypes
{
    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = "text/csv",
        [".doc"] = "application/msword",
        [".jpeg"] = "image/jpeg",
        [".jpg"] = "image/jpeg",
        [".json"] = "application/json",
        [".ofd"] = "application/ofd",
        [".pdf"] = "application/pdf",
        [".png"] = "image/png",
        [".tif"] = "image/tiff",
        [".tiff"] = "image/tiff",
        [".txt"] = "text/plain",
        [".xml"] = "application/xml",
        [".zip"] = "application/zip",
    };

    /// <summary>At most 64 characters, as an envelope holds.</summary>
    public static string Of(string fileName)
        => ByExtension.GetValueOrDefault(Path.GetExtension(fileName), "application/octet-stream");
}
