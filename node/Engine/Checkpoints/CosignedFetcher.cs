using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Engine.Checkpoints;

/// <summary>When a node asks for cosignatures, in one epoch: its log has been longer for a while than what it published.</summary>
/// <remarks>
/// PROTOCOL.md C1. Validators say by themselves what they cosign; this brings what was lost, and all of it to who is no validator. A
/// question comes of time alone, never of a message: however long the way is, nobody asks who lacks nothing.
/// </remarks>
public sealed class CosignedFetcher
{
    /// <summary>How long leaves may be final without a published checkpoint: an interval until they are cosigned, and the way.</summary>
    public const ulong PatienceMs = CosigningDuty.IntervalMs + RepeatMs;

    /// <summary>Between two questions.</summary>
    public const ulong RepeatMs = 2_000;

    private (ulong Size, ulong AskAtMs)? _lack;

    /// <summary>When <see cref="Next"/> has something though nothing arrives; null when never.</summary>
    public ulong? DueMs => _lack?.AskAtMs;

    /// <summary>What to ask now; null when nothing.</summary>
    /// <param name="logSize">Leaves that are final here; null before the first block.</param>
    /// <param name="published">The size that is published here in this epoch; null when none is.</param>
    public FetchCosigned? Next(ulong nowMs, ulong? logSize, ulong? published)
    {
        if (_lack is not { } lack || published >= lack.Size)
        {
            _lack = logSize is { } size && !(published >= size) ? (size, nowMs + PatienceMs) : null;
            return null;
        }

        if (nowMs < lack.AskAtMs)
        {
            return null;
        }

        _lack = lack with { AskAtMs = nowMs + RepeatMs };
        return new FetchCosigned(ValidatorIndex.None, published + 1 ?? 0);
    }
}
