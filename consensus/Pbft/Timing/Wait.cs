using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Consensus;

/// <summary>What has to come next for a replica to commit, in the order of its needs.</summary>
public enum Awaited
{
    Nothing = 0,

    /// <summary>Blocks below a certificate that is already known.</summary>
    Blocks = 1,

    /// <summary>ViewChanges for the view asked for, until they are a jurisdiction quorum.</summary>
    ViewChanges = 2,

    /// <summary>The primary's NewView: the ViewChanges for it are known.</summary>
    NewView = 3,

    /// <summary>The primary's proposal, for work that is held.</summary>
    Proposal = 4,

    /// <summary>This validator's own check of a proposal: batches of it are missing, its parent, or its time.</summary>
    Check = 5,

    /// <summary>Prepares, until they are a certificate.</summary>
    Prepares = 6,

    /// <summary>Commits, until they are a certificate.</summary>
    Commits = 7,
}

/// <summary>What a replica waits for; for people, and for nothing else.</summary>
/// <param name="Height">The block that is waited for; the head's where a view is.</param>
/// <param name="Heard">Who has said it already, where all are asked.</param>
public readonly record struct Wait(Awaited For, Height Height, SignerSet Heard);
