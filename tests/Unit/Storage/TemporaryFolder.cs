namespace Ledger.Tests.Unit.Storage;

/// <summary>A folder that goes away with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ledger-storage-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
