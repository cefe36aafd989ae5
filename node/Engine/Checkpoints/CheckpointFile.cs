using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Engine.Checkpoints;

/// <summary>The newest published checkpoint on disk, so that a restart publishes no smaller one (PROTOCOL.md C1).</summary>
public sealed class CheckpointFile(IDirectory directory, Digest chainId)
{
    public const string Name = "checkpoint";

    private readonly LogIdentity _identity = new(chainId, 0);

    /// <summary>Durable when it returns.</summary>
    public void Write(PublishedCheckpoint checkpoint)
        => Manifest.Write(directory, Name, LogFormat.Checkpoint, _identity, checkpoint.Encode());

    /// <summary>Null when there is none, or when its bytes are bad or prove no quorum: the next interval brings another.</summary>
    /// <exception cref="Storage.StorageFaultException">It is another chain's, or of a newer version.</exception>
    public PublishedCheckpoint? Read(SignatureSuites suites)
    {
        if (Manifest.TryRead(directory, Name, LogFormat.Checkpoint, _identity) is not { } bytes)
        {
            return null;
        }

        DecodeFault fault = PublishedCheckpoint.TryDecode(bytes, suites, out PublishedCheckpoint? read);
        return fault == DecodeFault.None && read?.Epoch.ChainId == chainId ? read : null;
    }
}
