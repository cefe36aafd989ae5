namespace Ledger.Cryptography.Signatures;

/// <summary>A signer that holds something: a key in memory, or a session with a token. Whoever opened it disposes of it.</summary>
public interface IOwnedSigner : ISigner, IDisposable;
