namespace Ledger.Cryptography.Signatures.Curves;

/// <summary>Between r and s of 32 bytes each, as this project writes them, and the DER that OpenSSL takes (RFC 3279 2.2.3).</summary>
/// <remarks>The DER is made here, so no reader's leniency can let two encodings of one signature pass.</remarks>
internal static class RawSignature
{
    private const byte Sequence = 0x30;
    private const byte Integer = 0x02;
    private const byte SignBit = 0x80;
    private const int Header = 2;

    /// <summary>Gives the length written to <paramref name="der"/>.</summary>
    public static int ToDer(ReadOnlySpan<byte> raw, Span<byte> der)
    {
        int length = Header;
        length += WriteInteger(raw[..NamedCurve.ScalarSize], der[length..]);
        length += WriteInteger(raw[NamedCurve.ScalarSize..], der[length..]);
        der[0] = Sequence;
        der[1] = (byte)(length - Header);
        return length;
    }

    public static byte[] FromDer(ReadOnlySpan<byte> der)
    {
        byte[] raw = new byte[2 * NamedCurve.ScalarSize];
        ReadOnlySpan<byte> rest = der[Header..];
        ReadInteger(ref rest, raw.AsSpan(0, NamedCurve.ScalarSize));
        ReadInteger(ref rest, raw.AsSpan(NamedCurve.ScalarSize));
        return raw;
    }

    private static int WriteInteger(ReadOnlySpan<byte> scalar, Span<byte> der)
    {
        ReadOnlySpan<byte> value = scalar.TrimStart((byte)0);
        int padding = value.IsEmpty || (value[0] & SignBit) != 0 ? 1 : 0;
        der[0] = Integer;
        der[1] = (byte)(padding + value.Length);
        der[Header] = 0;
        value.CopyTo(der[(Header + padding)..]);
        return Header + padding + value.Length;
    }

    private static void ReadInteger(ref ReadOnlySpan<byte> der, Span<byte> scalar)
    {
        int length = der[1];
        ReadOnlySpan<byte> value = der.Slice(Header, length).TrimStart((byte)0);
        value.CopyTo(scalar[(scalar.Length - value.Length)..]);
        der = der[(Header + length)..];
    }
}
