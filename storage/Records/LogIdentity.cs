using Ledger.Cryptography.Hashing;

namespace Ledger.Storage.Records;

/// <summary>Whose file it is.</summary>
/// <param name="ChainId">The chain's 32-byte id.</param>
/// <param name="Salt">
/// A node secret that starts the record checksums: transaction bytes cannot imitate a record.
/// </param>
public sealed record LogIdentity(Digest ChainId, uint Salt = 0);
