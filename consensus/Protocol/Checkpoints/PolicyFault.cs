namespace Ledger.Protocol.Checkpoints;

/// <summary>Why a policy does not believe a note.</summary>
public enum PolicyFault
{
    None = 0,

    /// <summary>The note's text is no checkpoint, or has extension lines, which no log of ours signs.</summary>
    NotACheckpoint,

    /// <summary>The checkpoint is of another log than the policy, or whoever asks, names.</summary>
    WrongOrigin,

    /// <summary>No log of the policy signed it.</summary>
    LogSignatureMissing,

    /// <summary>A line under a key of the policy is not its signature: the whole note is refused.</summary>
    BadSignature,

    /// <summary>Too few cosigners signed: a group that the quorum needs is short.</summary>
    QuorumMissing,

    /// <summary>Read exactly, a line under a key that the policy does not have, or a second one of one key.</summary>
    UnknownLine,
}
