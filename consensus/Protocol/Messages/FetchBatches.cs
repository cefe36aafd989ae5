using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Messages;

/// <summary>Asks for batches by digest, each answered by a <see cref="BatchMessage"/>.</summary>
public sealed record FetchBatches(ValidatorIndex Sender, IReadOnlyList<Digest> Digests) : Message(Sender)
{
    /// <summary>Most digests in one request.</summary>
    public const int MaximumDigests = 64;

    public override MessageKind Kind => MessageKind.FetchBatches;

    protected override void WriteBody(WireWriter writer)
    {
        writer.U32((uint)Digests.Count);
        foreach (Digest digest in Digests)
        {
            writer.Digest(digest);
        }
    }
}
