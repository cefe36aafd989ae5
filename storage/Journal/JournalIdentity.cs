using Ledger.Cryptography.Hashing;

namespace Ledger.Storage.Journal;

/// <summary>Whose promises a journal holds, and from which epoch on it holds all of them.</summary>
/// <param name="ChainId">The chain's 32-byte id.</param>
/// <param name="ValidatorIndex">The validator's index in its set.</param>
/// <param name="Epoch">
/// 0 at set-up; after a rejoin, the epoch in which the validator may sign again (PROTOCOL.md D2).
/// </param>
public sealed record JournalIdentity(Digest ChainId, uint ValidatorIndex, ulong Epoch);
