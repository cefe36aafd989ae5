using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Engine.Checkpoints;

/// <summary>What a node says to who asks for cosignatures (PROTOCOL.md C1).</summary>
/// <remarks>A member asks everybody, and each says its own; a guest asks one at a time, and that one hands on what others signed.</remarks>
public static class CosignedServer
{
    /// <summary>At most a line of each validator; none when what is here is of no use to the asker.</summary>
    /// <param name="self">Who answers.</param>
    /// <param name="last">What it cosigned last in this epoch and this life.</param>
    /// <param name="published">What it has published, durably; null when that is not of this epoch.</param>
    public static IReadOnlyList<Cosigned> Answer(
        FetchCosigned asked, ValidatorIndex self, Cosigned? last, PublishedCheckpoint? published)
    {
        Cosigned? own = last ?? published?.LineOf(self);
        IEnumerable<Cosigned> lines = asked.Sender.IsGuest ? published?.Lines ?? [] : own is null ? [] : [own];
        return [.. lines.Where(l => l.Checkpoint.Size >= asked.AtLeast)];
    }
}
