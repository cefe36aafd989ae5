using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Validators;

/// <summary>An epoch whose protocol version this program does not have: it stops before it executes or signs anything in it.</summary>
/// <remarks>PROTOCOL.md P1. Nothing is lost: a program that has the version goes on from there.</remarks>
public sealed class UnsupportedProtocolException(EpochConfiguration epoch, ProtocolVersions supported)
    : Exception($"Epoch {epoch.Number}, which begins at height {epoch.Start}, is of protocol version "
        + $"{epoch.Parameters.ProtocolVersion}; this program has {supported}.")
{
    public uint Version { get; } = epoch.Parameters.ProtocolVersion;

    /// <summary>The first height that this program cannot take part in.</summary>
    public Height Start { get; } = epoch.Start;

    public ProtocolVersions Supported { get; } = supported;

    /// <exception cref="UnsupportedProtocolException">The epoch's version is not among them.</exception>
    public static void ThrowUnless(ProtocolVersions supported, EpochConfiguration epoch)
    {
        if (!supported.Include(epoch.Parameters.ProtocolVersion))
        {
            throw new UnsupportedProtocolException(epoch, supported);
        }
    }
}
