using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Consensus;

/// <summary>Everything that can happen to a replica. Time is one of them: it has no clock.</summary>
public abstract record Input
{
    /// <summary>The process has started; timers and first messages go out.</summary>
    public sealed record Started : Input;

    /// <summary>A checked message, our own included: those come back by the front door (N6).</summary>
    public sealed record Received(Message Message) : Input;

    /// <summary>The answer to <see cref="CheckRequest"/>.</summary>
    public sealed record BlockChecked(Digest Hash, bool Valid) : Input;

    /// <summary>A block built in this turn for the open <see cref="Replica.Slot"/>, executed by its builder.</summary>
    public sealed record Proposed(View View, Block Block) : Input;

    public sealed record TimerFired(TimerKind Kind) : Input;

    /// <summary>Whether uncommitted batches are held that the primary has been handed too (V1).</summary>
    public sealed record WorkHeld(bool Held) : Input;

    /// <summary>A held batch was left out of 64 blocks that had room (V1).</summary>
    public sealed record Starved : Input;

    /// <summary>The block log is durable up to a height: the window of N2 counts from there.</summary>
    public sealed record Logged(Height Height) : Input;

    public sealed record PeerConnected(ValidatorIndex Peer) : Input;

    /// <summary>The operators ask for a view, from which lost journals may sign again (D3).</summary>
    public sealed record Ordered(View View) : Input;
}
