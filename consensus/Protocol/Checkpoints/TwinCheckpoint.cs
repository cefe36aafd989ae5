using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;

namespace Ledger.Protocol.Checkpoints;

/// <summary>The heads of a chain's two logs after one block: the same leaves, so one size, and a root in each hash.</summary>
/// <param name="Size">Leaves, at most 2^63 - 1.</param>
/// <param name="Root">SHA-256.</param>
/// <param name="RootSm3">SM3.</param>
public sealed record TwinCheckpoint(ulong Size, Digest Root, Digest RootSm3)
{
    public static TwinCheckpoint Of(BlockHeader header) => new(header.LogSize, header.LogRoot, header.LogRootSm3);

    /// <summary>The text that is signed of the log over SHA-256.</summary>
    public string Text(Digest chainId) => new Checkpoint(LogOrigin.Of(chainId), Size, Root).ToText();

    /// <summary>The text that is signed of its twin.</summary>
    public string TwinText(Digest chainId) => new Checkpoint(LogOrigin.TwinOf(chainId), Size, RootSm3).ToText();
}
