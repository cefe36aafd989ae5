using Ledger.Client;

namespace Ledger.Node.Commands;

/// <summary>A document and the envelope beside it, either of which may be missing.</summary>
internal readonly record struct FilePair(string Document, string Envelope, bool HasDocument, bool HasEnvelope);

/// <summary>What there is to verify in folders and among files, in a stable order: by name, folders as they were given.</summary>
internal static class FolderFiles
{
    /// <param name="trusted">Files that a verification believes, such as the genesis: they are no documents.</param>
    /// <param name="folders">How many folders inside were not entered.</param>
    public static IEnumerable<FilePair> Of(IEnumerable<string> paths, IEnumerable<string> trusted, out int folders)
    {
        HashSet<string> passedOver = [.. trusted.Select(Path.GetFullPath)];
        string[] all = [.. paths];
        folders = all.Where(Directory.Exists).Sum(folder => Directory.EnumerateDirectories(folder).Count());
        return all.SelectMany(path => Directory.Exists(path) ? Inside(path, passedOver) : [PairOf(path)]);
    }

    private static IEnumerable<FilePair> Inside(string folder, HashSet<string> passedOver)
        => Directory.EnumerateFiles(folder)
            .Where(file => !passedOver.Contains(Path.GetFullPath(file)))
            .Select(DocumentOf)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(PairOf);

    private static string DocumentOf(string file)
        => file.EndsWith(EnvelopeFile.Suffix, StringComparison.Ordinal) ? file[..^EnvelopeFile.Suffix.Length] : file;

    private static FilePair PairOf(string document)
    {
        string envelope = EnvelopeFile.PathFor(document);
        return new FilePair(document, envelope, File.Exists(document), File.Exists(envelope));
    }
}
