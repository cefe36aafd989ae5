using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Compression;

namespace Ledger.Client.StatusLists;

/// <summary>One bit for each of 131,072 leaves of the log that follow each other: list k covers the leaves from 131,072 k on.</summary>
/// <remarks>
/// W3C Bitstring Status List 1.0. Bit 0 is the leftmost bit of the first byte; the bytes are compressed by gzip (RFC 1952) and written in
/// base64url without padding behind multibase's <c>u</c>. 131,072 entries are the least that the recommendation allows: whoever asks
/// for a list tells no more than that one of so many documents is of interest. A leaf's index is public, so it may serve as the place.
/// gzip has many forms of the same bits; the bits are what a list says, and readers compare those.
/// </remarks>
public sealed class BitstringStatusList
{
    public const int Entries = 131_072;

    /// <summary>Longest encoded text: what deflate makes of bits that do not compress, in base64.</summary>
    public const int MaximumCharacters = 24 * 1024;

    private const int Bytes = Entries / 8;

    /// <summary>gzip's header and trailer (RFC 1952 2.3).</summary>
    private const int LeastCompressed = 18;

    private readonly byte[] _bits;

    /// <summary>Nothing is set but the bits of these leaves.</summary>
    /// <param name="number">Which list: k.</param>
    /// <param name="leafIndexes">Those of other lists are left out.</param>
    public BitstringStatusList(ulong number, IEnumerable<ulong> leafIndexes)
        : this(new byte[Bytes])
    {
        foreach (ulong leaf in leafIndexes.Where(leaf => NumberOf(leaf) == number))
        {
            int place = PlaceOf(leaf);
            _bits[place >> 3] |= (byte)(0x80 >> (place & 7));
        }
    }

    private BitstringStatusList(byte[] bits) => _bits = bits;

    /// <summary>Which list covers a leaf.</summary>
    public static ulong NumberOf(ulong leafIndex) => leafIndex / Entries;

    /// <summary>Which bit of its list is a leaf's: <c>statusListIndex</c>.</summary>
    public static int PlaceOf(ulong leafIndex) => (int)(leafIndex % Entries);

    public bool this[int place]
        => place is >= 0 and < Entries
            ? (_bits[place >> 3] & (0x80 >> (place & 7))) != 0
            : throw new ArgumentOutOfRangeException(nameof(place), place, "No such entry.");

    /// <summary>The text of <c>encodedList</c>.</summary>
    public string Encode()
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.SmallestSize))
        {
            gzip.Write(_bits);
        }

        return "u" + Base64Url.EncodeToString(compressed.ToArray());
    }

    /// <summary>The bits, or null and the first fault. Never more than one list's bits are unpacked.</summary>
    public static StatusListFault TryDecode(string text, out BitstringStatusList? list)
    {
        list = null;
        if (text.Length > MaximumCharacters)
        {
            return StatusListFault.TooLong;
        }

        return Decode(text) is { } compressed ? TryUnpack(compressed, out list) : StatusListFault.BadEncoding;
    }

    /// <summary>Null unless the text is the one form of its bytes.</summary>
    private static byte[]? Decode(string text)
    {
        ReadOnlySpan<char> digits = text.StartsWith('u') ? text.AsSpan(1) : [];
        byte[] bytes = new byte[text.Length];
        bool decoded = Base64Url.DecodeFromChars(digits, bytes, out _, out int length) == OperationStatus.Done;
        return decoded && length > 0 && digits.SequenceEqual(Base64Url.EncodeToString(bytes.AsSpan(0, length))) ? bytes[..length] : null;
    }

    private static StatusListFault TryUnpack(byte[] compressed, out BitstringStatusList? list)
    {
        list = null;
        byte[] bits = new byte[Bytes + 1];
        try
        {
            using GZipStream gzip = new(new MemoryStream(compressed), CompressionMode.Decompress);
            int unpacked = gzip.ReadAtLeast(bits, bits.Length, throwOnEndOfStream: false);
            if (unpacked != Bytes)
            {
                return StatusListFault.WrongLength;
            }
        }
        catch (InvalidDataException)
        {
            return StatusListFault.BadCompression;
        }

        // The last four bytes of a member are its length: what follows a member is not looked at by the decompressor.
        bool whole = compressed.Length >= LeastCompressed && BinaryPrimitives.ReadUInt32LittleEndian(compressed.AsSpan(^4)) == Bytes;
        list = whole ? new BitstringStatusList(bits[..Bytes]) : null;
        return whole ? StatusListFault.None : StatusListFault.BadCompression;
    }
}
