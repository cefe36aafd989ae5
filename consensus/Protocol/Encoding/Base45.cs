namespace Ledger.Protocol.Encoding;

/// <summary>Bytes in the alphabet that QR codes pack tightest (RFC 9285): three characters for two bytes, two for a last one.</summary>
/// <remarks>Of every text at most one sequence of bytes is made, and of every sequence one text.</remarks>
public static class Base45
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    private const int Radix = 45;

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        System.Text.StringBuilder text = new((bytes.Length * 3 / 2) + 1);
        for (; bytes.Length > 1; bytes = bytes[2..])
        {
            Append(text, (bytes[0] << 8) | bytes[1], characters: 3);
        }

        return (bytes.Length == 1 ? Append(text, bytes[0], characters: 2) : text).ToString();
    }

    /// <summary>Null when the text is no encoding.</summary>
    public static byte[]? TryDecode(ReadOnlySpan<char> text)
    {
        if (text.Length % 3 == 1)
        {
            return null;
        }

        byte[] bytes = new byte[(text.Length / 3 * 2) + (text.Length % 3 / 2)];
        Span<byte> rest = bytes;
        for (; !text.IsEmpty; text = text[int.Min(3, text.Length)..])
        {
            int size = text.Length > 2 ? 2 : 1;
            int value = ValueOf(text[..(size + 1)]);
            if (value < 0 || value >> (8 * size) != 0)
            {
                return null;
            }

            rest[0] = (byte)(value >> (8 * (size - 1)));
            rest[size - 1] = (byte)value;
            rest = rest[size..];
        }

        return bytes;
    }

    private static System.Text.StringBuilder Append(System.Text.StringBuilder text, int value, int characters)
    {
        for (; characters > 0; characters--, value /= Radix)
        {
            text.Append(Alphabet[value % Radix]);
        }

        return text;
    }

    /// <summary>Least significant character first; negative when one is not of the alphabet.</summary>
    private static int ValueOf(ReadOnlySpan<char> characters)
    {
        int value = 0;
        for (int i = characters.Length - 1; i >= 0; i--)
        {
            int digit = Alphabet.IndexOf(characters[i]);
            if (digit < 0)
            {
                return -1;
            }

            value = (value * Radix) + digit;
        }

        return value;
    }
}
