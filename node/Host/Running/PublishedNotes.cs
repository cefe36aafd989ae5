using Ledger.Protocol.Checkpoints;

namespace Ledger.Node.Running;

/// <summary>The newest checkpoints of both logs that a jurisdiction quorum has cosigned, with all lines gathered so far.</summary>
/// <param name="Size">Leaves, in both.</param>
/// <param name="Sha256">Of the log over SHA-256.</param>
/// <param name="Sm3">Of its twin.</param>
public sealed record PublishedNotes(ulong Size, SignedNote Sha256, SignedNote Sm3)
{
    public static PublishedNotes Of(PublishedCheckpoint published) => new(published.Size, published.Sha256Note, published.Sm3Note);
}
