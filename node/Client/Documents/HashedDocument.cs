using Ledger.Cryptography.Hashing;

namespace Ledger.Client;

/// <summary>A document as it was hashed: only its commitment leaves this machine.</summary>
/// <param name="Path">Where it was read.</param>
/// <param name="Bytes">How many bytes were hashed.</param>
/// <param name="Salt">32 random bytes, drawn for this document.</param>
public sealed record HashedDocument(string Path, long Bytes, ReadOnlyMemory<byte> Salt, Digest Commitment);
