namespace Ledger.Cryptography.Tokens;

/// <summary>Where in which token a key pair is, and where the PIN is read.</summary>
/// <param name="Library">Path of the PKCS #11 library.</param>
/// <param name="Token">Label of the token.</param>
/// <param name="Key">Label of the key pair in it.</param>
/// <param name="PinFile">Absolute path of a file whose first line is the user's PIN.</param>
public sealed record TokenPlace(string Library, string Token, string Key, string PinFile);
