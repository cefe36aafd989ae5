using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Merkle;

namespace Ledger.Node.Rpc.Log;

/// <summary>The newest checkpoints of both logs that this node publishes, of one size.</summary>
/// <param name="Size">Leaves, in both.</param>
/// <param name="Sha256">Of the log over SHA-256, with all lines gathered so far.</param>
/// <param name="Sm3">Of its twin.</param>
public sealed record PublishedLog(ulong Size, SignedNote Sha256, SignedNote Sm3)
{
    public SignedNote Of(TreeHash hash) => hash == TreeHash.Sm3 ? Sm3 : Sha256;
}
