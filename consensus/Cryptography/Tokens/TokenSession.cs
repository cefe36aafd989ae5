using System.Formats.Asn1;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Ledger.Cryptography.Tokens;

/// <summary>A session with a token, logged in: what is asked of PKCS #11 v3.1, with its errors by name.</summary>
internal sealed class TokenSession : IDisposable
{
    private static readonly byte[] P256 = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

    private readonly IPkcs11Library _library;
    private readonly ISession _session;

    /// <summary>Pkcs11Interop asks for <c>libdl</c>, which since glibc 2.34 is only there under its versioned name.</summary>
    static TokenSession()
        => NativeLibrary.SetDllImportResolver(
            typeof(Pkcs11InteropFactories).Assembly,
            static (name, _, _) => name == "libdl" && NativeLibrary.TryLoad("libdl.so.2", out nint library) ? library : 0);

    private TokenSession(IPkcs11Library library, ISession session) => (_library, _session) = (library, session);

    /// <exception cref="TokenException">The library or the token is not there, or refuses the PIN.</exception>
    public static TokenSession Open(TokenPlace place, bool writes)
    {
        IPkcs11Library loaded = Load(place.Library);
        try
        {
            ISlot slot = Find(loaded, place.Token);
            ISession session = slot.OpenSession(writes ? SessionType.ReadWrite : SessionType.ReadOnly);
            LogIn(session, place);
            return new TokenSession(loaded, session);
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <summary>The one key pair of a label: the private key's handle, and the public key as an uncompressed point.</summary>
    /// <exception cref="TokenException"><see cref="TokenFault.KeyMissing"/>.</exception>
    public (IObjectHandle Private, byte[] Point) FindKey(string label)
    {
        List<IObjectHandle> held = FindAll(CKO.CKO_PRIVATE_KEY, label);
        List<IObjectHandle> open = FindAll(CKO.CKO_PUBLIC_KEY, label);
        return held.Count == 1 && open.Count == 1 && PointOf(open[0]) is { } point
            ? (held[0], point)
            : throw new TokenException(
                TokenFault.KeyMissing, $"it has {held.Count} private and {open.Count} public keys '{label}'; one P-256 key pair is needed");
    }

    /// <summary>Draws a P-256 key pair inside the token; its private key never leaves it (CKA_EXTRACTABLE is false).</summary>
    /// <exception cref="TokenException">There is a key of this label already.</exception>
    public byte[] MakeKey(string label)
    {
        if (FindAll(CKO.CKO_PRIVATE_KEY, label).Count + FindAll(CKO.CKO_PUBLIC_KEY, label).Count > 0)
        {
            throw new TokenException(TokenFault.OtherKey, $"it has a key '{label}', and no key is ever overwritten");
        }

        List<IObjectAttribute> open = [Attribute(CKA.CKA_TOKEN, true), Attribute(CKA.CKA_LABEL, label), Attribute(CKA.CKA_VERIFY, true),
            _session.Factories.ObjectAttributeFactory.Create(CKA.CKA_EC_PARAMS, P256)];
        List<IObjectAttribute> held = [Attribute(CKA.CKA_TOKEN, true), Attribute(CKA.CKA_LABEL, label), Attribute(CKA.CKA_PRIVATE, true),
            Attribute(CKA.CKA_SENSITIVE, true), Attribute(CKA.CKA_EXTRACTABLE, false), Attribute(CKA.CKA_SIGN, true)];
        using IMechanism mechanism = _session.Factories.MechanismFactory.Create(CKM.CKM_EC_KEY_PAIR_GEN);
        _session.GenerateKeyPair(mechanism, open, held, out _, out _);
        return FindKey(label).Point;
    }

    /// <summary>r and s over a digest.</summary>
    public byte[] Sign(IObjectHandle key, byte[] digest)
    {
        using IMechanism mechanism = _session.Factories.MechanismFactory.Create(CKM.CKM_ECDSA);
        return _session.Sign(mechanism, key, digest);
    }

    public void Dispose()
    {
        _session.Dispose();
        _library.Dispose();
    }

    private static IPkcs11Library Load(string library)
    {
        try
        {
            Pkcs11InteropFactories factories = new();
            return factories.Pkcs11LibraryFactory.LoadPkcs11Library(factories, library, AppType.MultiThreaded);
        }
        catch (Exception cause) when (cause is Pkcs11Exception or UnmanagedException or IOException)
        {
            throw new TokenException(TokenFault.LibraryUnusable, cause.Message, cause);
        }
    }

    private static ISlot Find(IPkcs11Library library, string token)
    {
        ISlot[] slots = [.. library.GetSlotList(SlotsType.WithTokenPresent).Where(s => s.GetTokenInfo().Label == token)];
        return slots.Length == 1
            ? slots[0]
            : throw new TokenException(TokenFault.TokenMissing, $"{slots.Length} tokens have the label '{token}'; one is needed");
    }

    private static byte[] PinIn(string path)
    {
        try
        {
            return Encoding.UTF8.GetBytes(File.ReadLines(path).FirstOrDefault() ?? "");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new TokenException(TokenFault.PinRefused, $"the PIN's file cannot be read: {cause.Message}", cause);
        }
    }

    private static void LogIn(ISession session, TokenPlace place)
    {
        byte[] pin = PinIn(place.PinFile);
        try
        {
            session.Login(CKU.CKU_USER, pin);
        }
        catch (Pkcs11Exception refused) when (refused.RV != CKR.CKR_USER_ALREADY_LOGGED_IN)
        {
            session.Dispose();
            throw new TokenException(TokenFault.PinRefused, $"token '{place.Token}' answers {refused.RV}", refused);
        }
        catch (Pkcs11Exception)
        {
            // another signer of this process is logged in to the same token: PKCS #11 has one login for all sessions
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pin);
        }
    }

    private List<IObjectHandle> FindAll(CKO kind, string label)
        => _session.FindAllObjects(
            [_session.Factories.ObjectAttributeFactory.Create(CKA.CKA_CLASS, kind), Attribute(CKA.CKA_LABEL, label)]);

    private IObjectAttribute Attribute(CKA type, bool value) => _session.Factories.ObjectAttributeFactory.Create(type, value);

    private IObjectAttribute Attribute(CKA type, string value)
        => _session.Factories.ObjectAttributeFactory.Create(type, Encoding.UTF8.GetBytes(value));

    /// <summary>CKA_EC_POINT is a DER octet string of the point; null for another curve.</summary>
    private byte[]? PointOf(IObjectHandle key)
    {
        List<IObjectAttribute> values = _session.GetAttributeValue(key, [CKA.CKA_EC_PARAMS, CKA.CKA_EC_POINT]);
        return values[0].GetValueAsByteArray().AsSpan().SequenceEqual(P256)
            ? AsnDecoder.ReadOctetString(values[1].GetValueAsByteArray(), AsnEncodingRules.DER, out _)
            : null;
    }
}
