using System.Buffers.Binary;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Interop.Verifier;

/// <summary>Envelopes whose status is no encoding of one, or stands there in another way.</summary>
internal static class StatusTexts
{
    private const string Field = "\"status\": \"";

    private const int SiblingsBytes = sizeof(ushort) + (10 * 32);

    private static readonly (string Was, string Becomes)[] Edits =
    [
        (Field, "\"status\": \" "),
        (Field, "\"status\": \"="),
        (Field, "\"status\": \"AAAA"),
        (Field, "\"status\": \"\", \"status\": \""),
        (Field, "\"status\": null, \"status\": \""),
        (Field, "\"\\u0073tatus\": \""),
        (Field, "\"Status\": \""),
        (Field, "\"\\ud800ab\": 0, \"status\": \""),
        (Field, "\"other\": [[[[[[[]]]]]]], \"status\": \""),
        (Field, "\"other\": [[[[[[[[]]]]]]]], \"status\": \""),
    ];

    private static readonly string[] Values = ["\"\"", "null", "[]", "{}", "0", "\"AA==\"", "\"AB==\"", "\"AA=\"", "\"A\""];

    /// <summary>Of an active one with ten siblings, and of such that have an entry.</summary>
    public static IEnumerable<Paper> Of(Paper active, Paper revoked, Paper superseded)
    {
        foreach ((string was, string becomes) in Edits)
        {
            yield return active with { Name = $"status: {was} is {becomes}", Envelope = active.Envelope.Replace(was, becomes) };
        }

        foreach (string value in Values)
        {
            yield return active with { Name = $"status is {value}", Envelope = With(active.Envelope, value) };
        }

        foreach ((string name, Paper paper, byte[] bytes) in Bytes(active, revoked, superseded))
        {
            yield return paper with { Name = name, Envelope = With(paper.Envelope, $"\"{Convert.ToBase64String(bytes)}\"") };
        }
    }

    /// <summary>The bytes of an envelope's status.</summary>
    public static byte[] BytesOf(Paper paper) => Convert.FromBase64String(TextOf(paper.Envelope).Replace("\\u002B", "+"));

    /// <summary>The envelope with another status.</summary>
    public static Paper With(Paper paper, byte[] status)
        => paper with { Envelope = With(paper.Envelope, $"\"{Convert.ToBase64String(status)}\"") };

    private static IEnumerable<(string Name, Paper Paper, byte[] Bytes)> Bytes(Paper active, Paper revoked, Paper superseded)
    {
        byte[] none = BytesOf(active), entry = BytesOf(revoked), replaced = BytesOf(superseded);
        yield return ("a byte behind the status", active, [.. none, 0]);
        yield return ("a status without its last byte", active, none[..^1]);
        yield return ("a status without its last sibling", active, none[..^32]);
        yield return ("a status of 257 siblings", active, Set(none, SiblingsBytes, 1, 1));
        yield return ("a neighbour that is neither there nor not", active, Set(none, SiblingsBytes + 1, 2));
        yield return ("a neighbour that is missing", active, Set(none, SiblingsBytes + 1, 1));
        int length = SiblingsBytes + 18;
        foreach (byte status in (byte[])[0, 1, 2, 4, 5, 255])
        {
            yield return ($"an entry of status {status}", revoked, Set(entry, length, status));
        }

        foreach (byte reason in (byte[])[9, 255])
        {
            yield return ($"an entry of reason {reason}", revoked, Set(entry, length - 1, reason));
        }

        foreach (uint size in (uint[])[0, 17, 19, 50, 51, uint.MaxValue])
        {
            byte[] prefix = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(prefix, size);
            yield return ($"an entry of {size} bytes", revoked, Set(entry, length + sizeof(uint), prefix));
        }

        yield return ("a revocation with a successor", superseded, Set(replaced, length + 32, 3));
        yield return ("a status of 24 KiB and a byte", active, [.. none, .. new byte[(24 * 1024) + 1 - none.Length]]);
    }

    /// <summary>A copy with other bytes from so far before its end on.</summary>
    private static byte[] Set(byte[] bytes, int fromEnd, params byte[] becomes)
        => [.. bytes[..^fromEnd], .. becomes, .. bytes[(bytes.Length - fromEnd + becomes.Length)..]];

    private static string TextOf(string envelope)
    {
        int start = envelope.IndexOf(Field, StringComparison.Ordinal) + Field.Length;
        return envelope[start..envelope.IndexOf('"', start)];
    }

    private static string With(string envelope, string value)
        => EnvelopeTexts.Sealed(envelope.Replace($"\"{TextOf(envelope)}\"", value));
}
