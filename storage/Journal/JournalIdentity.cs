using Ledger.Cryptography.Hashing;

namespace Ledger.Storage.Journal;

/// <summary>Whose promises a journal holds, and whether it holds all of them.</summary>
/// <param name="ChainId">The chain's 32-byte id.</param>
/// <param name="Owner">A number made of the validator's name, which it keeps whatever its place in the set becomes.</param>
/// <param name="Incarnation">
/// 0 when it was made at set-up, before anything was signed. Else promises may have been lost before it was made, and this random
/// number is what the validator's Rejoin names (PROTOCOL.md D2).
/// </param>
public sealed record JournalIdentity(Digest ChainId, uint Owner, ulong Incarnation);
