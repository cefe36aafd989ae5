using System.Text;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;

namespace Ledger.Client;

/// <summary>A <see cref="CarryEnvelope"/> as a file beside its document.</summary>
public static class EnvelopeFile
{
    public const string Suffix = ".ledger.json";

    public static string PathFor(string documentPath, string? folder = null)
        => Path.Combine(folder ?? Path.GetDirectoryName(documentPath) ?? "", Path.GetFileName(documentPath) + Suffix);

    /// <summary>Writes it whole or not at all: a new file, flushed, then renamed.</summary>
    /// <remarks>One that stands there is replaced; the caller asks before: a lost salt is a lost proof.</remarks>
    public static void Write(string path, CarryEnvelope envelope)
    {
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(Encoding.UTF8.GetBytes(envelope.Write()));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            // Nothing is there after the rename; after a failure the half-written file is.
            File.Delete(temporary);
        }
    }

    /// <summary>
    /// The envelope, or null and its first fault; the text of a QR code will do, with or without a line's end. A file that cannot be
    /// read is an exception.
    /// </summary>
    public static JsonProblem TryRead(string path, out CarryEnvelope? envelope)
    {
        string text = BoundedText.Read(path, CarryEnvelope.MaximumCharacters);
        return text.StartsWith(CompactEnvelope.Prefix, StringComparison.Ordinal)
            ? CompactEnvelope.TryRead(text.EndsWith('\n') ? text[..^1] : text, out envelope)
            : CarryEnvelope.TryRead(text, out envelope);
    }
}
