namespace Ledger.Client.Logs;

/// <summary>Where the resources of a public log come from: a web server, or a folder that is a copy of one.</summary>
/// <remarks>c2sp.org/tlog-tiles. Nothing that comes of it is believed.</remarks>
public interface ILogSource
{
    /// <summary>What messages call it.</summary>
    string Name { get; }

    /// <summary>A resource below the log's prefix, such as <c>checkpoint</c>; null when it is not there.</summary>
    /// <exception cref="LogException">It cannot be had, or is longer than <paramref name="mostBytes"/>.</exception>
    Task<byte[]?> ReadAsync(string path, int mostBytes, CancellationToken cancellation);
}
