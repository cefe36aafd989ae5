using System.Text;

namespace Ledger.Client.Wire;

/// <summary>The percent-encoding of <c>grpc-message</c>: printable ASCII but '%' stands for itself.</summary>
public static class GrpcMessageText
{
    /// <summary>Longer messages are cut: headers have limits, and nobody reads more.</summary>
    public const int LongestBytes = 1024;

    private const string Hex = "0123456789ABCDEF";

    public static string Encode(string message)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(message);
        StringBuilder text = new(utf8.Length);
        foreach (byte value in utf8.AsSpan(0, Math.Min(utf8.Length, LongestBytes)))
        {
            if (value is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                text.Append((char)value);
            }
            else
            {
                text.Append('%').Append(Hex[value >> 4]).Append(Hex[value & 15]);
            }
        }

        return text.ToString();
    }

    /// <summary>Never fails: what is not a valid escape stands for itself, as the specification asks.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%'))
        {
            return text;
        }

        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        int written = 0;
        for (int read = 0; read < utf8.Length; read++)
        {
            bool escaped = utf8[read] == '%' && read + 2 < utf8.Length
                && char.IsAsciiHexDigit((char)utf8[read + 1]) && char.IsAsciiHexDigit((char)utf8[read + 2]);
            utf8[written++] = escaped ? Convert.FromHexString(utf8.AsSpan(read + 1, 2))[0] : utf8[read];
            read += escaped ? 2 : 0;
        }

        return Encoding.UTF8.GetString(utf8, 0, written);
    }
}
