using System.Text;
using Ledger.Engine;
using Ledger.Storage;
using Ledger.Storage.Records;

namespace Ledger.Node.Running;

/// <summary>Whether a data directory's files are of this chain, this validator and a known format.</summary>
/// <remarks>Reads headers only.</remarks>
internal static class DataCheck
{
    private static readonly LogFormat[] s_formats =
    [
        LogFormat.Journal, LogFormat.Batches, LogFormat.Blocks, LogFormat.Certificates, LogFormat.State,
        LogFormat.CommitmentIndex, LogFormat.Anchors, LogFormat.AnchorManifest,
    ];

    public static IEnumerable<CheckProblem> Of(string dataDirectory, NodeIdentity identity)
    {
        List<CheckProblem> problems = [];
        Lazy<LogIdentity> logs = new(() => new NodeDirectory(dataDirectory, identity.Genesis, identity.Name).Logs);
        foreach (string file in new DirectoryInfo(dataDirectory).EnumerateFiles("*", SearchOption.AllDirectories).Select(f => f.FullName))
        {
            try
            {
                Look(file, identity, logs.Value);
            }
            catch (Exception exception) when (exception
                is StorageFaultException or StorageFailure or IOException or UnauthorizedAccessException)
            {
                problems.Add(new CheckProblem("DATA", file, exception.Message));
            }
        }

        return problems;
    }

    /// <summary>A file that does not begin like a log is another kind of file, and opened by its own rules.</summary>
    private static void Look(string file, NodeIdentity identity, LogIdentity logs)
    {
        byte[] start = new byte[LogHeader.Size];
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        string name = Encoding.ASCII.GetString(start.AsSpan(0, 8));
        if (read < start.Length || Array.Find(s_formats, f => f.Name == name) is not { } format)
        {
            return;
        }

        LogHeader header = LogHeader.Read(start, format, logs, file);
        if (format == LogFormat.Journal && header.Owner != EngineSetup.JournalOwner(identity.Genesis.ChainId, identity.Name).Owner)
        {
            throw new StorageFaultException(
                StorageFault.ForeignValidator, file, 0, $"It is of validator {header.Owner}: point at the right folder.");
        }
    }
}
