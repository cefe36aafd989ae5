namespace Ledger.Engine;

/// <summary>One validator's own settings: bounds and pacing. Nothing here changes what is valid.</summary>
/// <param name="BatchDelayMs">How long an admitted transaction waits for company before its batch is closed.</param>
/// <param name="BatchTargetBytes">A batch is closed at once when it reaches this size.</param>
/// <param name="PipelineDelayMs">How long a non-full proposal waits while another is in flight.</param>
/// <param name="PipelineTargetBytes">Held batches of this size are proposed at once.</param>
/// <param name="ProposalBytes">
/// A proposal stops growing here: everybody must store and execute it well inside the view timeout, cold start included.
/// </param>
/// <param name="PoolTransactions">Most admitted transactions waiting for a batch.</param>
/// <param name="PoolBytes">Most bytes of batches held and not yet committed.</param>
/// <param name="FetchRetryMs">How long a peer may take to send a batch before the next is asked.</param>
/// <param name="ResendMs">How long a batch of our own may stay uncommitted before the primary is sent it again.</param>
/// <param name="CheckpointBlocks">A state checkpoint is taken after this many blocks.</param>
/// <param name="CheckpointLeaves">A state checkpoint is taken after this many leaves.</param>
/// <param name="AnswerBytesPerSecond">Most bytes of blocks and batches sent to one peer because it asked.</param>
/// <param name="SnapshotAboveBlocks">
/// A node that is further behind than this takes over a snapshot, without the bodies of the blocks below it; 0 for never, so that all
/// bodies are kept.
/// </param>
/// <param name="KeptBodyBlocks">Bodies of blocks further below the head than this are deleted at checkpoints; 0 for never.</param>
/// <param name="IdleBlockMs">
/// A primary whose head is older than this proposes an empty block, so that proofs of the state stay fresh on a chain at rest; 0 for never.
/// </param>
/// <param name="RecorderSteps">Steps of the replica after which the flight recorder begins a new segment; it keeps two.</param>
public sealed record EngineOptions(
    ulong BatchDelayMs = 5,
    int BatchTargetBytes = 512 * 1024,
    ulong PipelineDelayMs = 20,
    long PipelineTargetBytes = 1024 * 1024,
    long ProposalBytes = 2 * 1024 * 1024,
    int PoolTransactions = 16_384,
    long PoolBytes = 32 * 1024 * 1024,
    ulong FetchRetryMs = 200,
    ulong ResendMs = 1_000,
    ulong CheckpointBlocks = 20_000,
    ulong CheckpointLeaves = 8_000_000,
    long AnswerBytesPerSecond = 32 * 1024 * 1024,
    ulong SnapshotAboveBlocks = 0,
    ulong KeptBodyBlocks = 0,
    ulong IdleBlockMs = 0,
    int RecorderSteps = 4_096);
