using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Merkle;

namespace Ledger.Node.Rpc.Log;

/// <summary>The newest checkpoints of both logs that a jurisdiction quorum has cosigned, of one size.</summary>
/// <param name="Size">Leaves, in both.</param>
/// <param name="Sha256">Of the log over SHA-256, with all lines gathered so far.</param>
/// <param name="Sm3">Of its twin.</param>
public sealed record PublishedLog(ulong Size, SignedNote Sha256, SignedNote Sm3)
{
    public static PublishedLog Of(PublishedCheckpoint published) => new(published.Size, published.Sha256Note, published.Sm3Note);

    public SignedNote Of(TreeHash hash) => hash == TreeHash.Sm3 ? Sm3 : Sha256;
}
