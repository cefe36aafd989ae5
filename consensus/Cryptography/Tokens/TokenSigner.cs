using System.Security.Cryptography;
using Ledger.Cryptography.Signatures;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Ledger.Cryptography.Tokens;

/// <summary>Signs with a P-256 key in a PKCS #11 token: a hardware module, a smart card, a service, or SoftHSM2.</summary>
/// <remarks>One call at a time; other threads wait. What a token needs for a signature, every vote waits for.</remarks>
public sealed class TokenSigner : IOwnedSigner
{
    private readonly Lock _lock = new();
    private readonly TokenSession _session;
    private readonly IObjectHandle _key;
    private readonly byte[] _publicKey;

    private TokenSigner(TokenSession session, IObjectHandle key, byte[] publicKey)
        => (_session, _key, _publicKey) = (session, key, publicKey);

    public SuiteId Suite => SuiteId.P256;

    public ReadOnlyMemory<byte> PublicKey => _publicKey;

    /// <summary>Logs in and finds the key.</summary>
    /// <exception cref="TokenException">The library, the token or the key is not there, is another, or refuses the PIN.</exception>
    public static TokenSigner Open(TokenKeyFile file)
    {
        TokenSession session = TokenSession.Open(file.Place, writes: false);
        try
        {
            (IObjectHandle key, byte[] point) = session.FindKey(file.Key);
            return Convert.ToHexStringLower(point) == file.PublicKey
                ? new TokenSigner(session, key, point)
                : throw new TokenException(TokenFault.OtherKey, $"key '{file.Key}' of token '{file.Token}' is another than the file names");
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Draws a key pair in a token; gives what stands in the place of its key file.</summary>
    /// <exception cref="TokenException">The library or the token is not there, refuses the PIN, or has a key of this label.</exception>
    public static TokenKeyFile Make(TokenPlace place)
    {
        using TokenSession session = TokenSession.Open(place, writes: true);
        return TokenKeyFile.Of(session.MakeKey(place.Key), place);
    }

    /// <exception cref="TokenException"><see cref="TokenFault.SigningFailed"/>: nothing was signed.</exception>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        byte[] digest = SHA256.HashData(message);
        try
        {
            byte[] signature = Locked(digest);
            P256Suite.Normalise(signature);
            return signature;
        }
        catch (Pkcs11Exception refused)
        {
            throw new TokenException(TokenFault.SigningFailed, $"the token answers {refused.RV}", refused);
        }
    }

    public void Dispose() => _session.Dispose();

    private byte[] Locked(byte[] digest)
    {
        lock (_lock)
        {
            return _session.Sign(_key, digest);
        }
    }
}
