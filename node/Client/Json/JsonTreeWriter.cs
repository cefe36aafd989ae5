using System.Globalization;
using System.Text;

namespace Ledger.Client.Json;

/// <summary>Writes a <see cref="JsonTree"/> to the byte as <c>JSON.stringify</c> does, or canonically by RFC 8785.</summary>
public static class JsonTreeWriter
{
    private const int LargestPlainExponent = 21;
    private const int SmallestPlainExponent = -6;

    /// <summary>ECMA-262 25.5.2: no white space, members in JavaScript's order.</summary>
    public static string Stringify(JsonTree tree) => Write(tree, sorted: false);

    /// <summary>RFC 8785 (JCS): the same, members sorted by their keys' UTF-16 code units.</summary>
    /// <remarks>I-JSON has no half surrogate pairs: ask <see cref="IsWellFormed"/> before.</remarks>
    public static string Canonical(JsonTree tree) => Write(tree, sorted: true);

    /// <summary>Whether every text and key is Unicode: no half of a surrogate pair.</summary>
    public static bool IsWellFormed(JsonTree tree) => tree switch
    {
        JsonText text => IsWellFormed(text.Value),
        JsonList list => list.Items.All(IsWellFormed),
        JsonMembers members => members.Members.All(m => IsWellFormed(m.Key) && IsWellFormed(m.Value)),
        _ => true,
    };

    /// <summary>ECMA-262 6.1.6.1.20, Number::toString in base 10.</summary>
    /// <remarks>Both use the fewest digits that read back as the number; what differs is where the exponent begins.</remarks>
    public static string Text(double number)
    {
        string shortest = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture);
        string[] parts = shortest.Split('E');
        int point = parts[0].IndexOf('.') is >= 0 and int at ? at : parts[0].Length;
        string digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        int zeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        int exponent = point - zeros + (parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        return digits.Length == 0 ? "0" : (number < 0 ? "-" : "") + Place(digits, exponent);
    }

    /// <summary>The number 0.digits times ten to the <paramref name="exponent"/>.</summary>
    private static string Place(string digits, int exponent)
    {
        if (exponent is > SmallestPlainExponent and <= LargestPlainExponent)
        {
            return exponent <= 0 ? "0." + new string('0', -exponent) + digits
                : digits.Length <= exponent ? digits + new string('0', exponent - digits.Length)
                : $"{digits[..exponent]}.{digits[exponent..]}";
        }

        string fraction = digits.Length == 1 ? "" : $".{digits[1..]}";
        return $"{digits[0]}{fraction}e{(exponent > 0 ? "+" : "-")}{Math.Abs(exponent - 1)}";
    }

    private static string Write(JsonTree tree, bool sorted)
    {
        StringBuilder text = new();
        Write(tree, sorted, text);
        return text.ToString();
    }

    private static void Write(JsonTree tree, bool sorted, StringBuilder text)
    {
        switch (tree)
        {
            case JsonText value:
                Quote(value.Value, text);
                break;
            case JsonNumber value:
                text.Append(Text(value.Value));
                break;
            case JsonTruth value:
                text.Append(value.Value ? "true" : "false");
                break;
            case JsonList list:
                WriteList(list, sorted, text);
                break;
            case JsonMembers members:
                WriteMembers(members, sorted, text);
                break;
            default:
                text.Append("null");
                break;
        }
    }

    private static void WriteList(JsonList list, bool sorted, StringBuilder text)
    {
        text.Append('[');
        foreach ((int index, JsonTree item) in list.Items.Index())
        {
            text.Append(index == 0 ? "" : ",");
            Write(item, sorted, text);
        }

        text.Append(']');
    }

    private static void WriteMembers(JsonMembers members, bool sorted, StringBuilder text)
    {
        IEnumerable<KeyValuePair<string, JsonTree>> ordered = sorted
            ? members.Members.OrderBy(m => m.Key, StringComparer.Ordinal)
            : members.Members;
        text.Append('{');
        foreach ((int index, (string key, JsonTree value)) in ordered.Index())
        {
            text.Append(index == 0 ? "" : ",");
            Quote(key, text);
            text.Append(':');
            Write(value, sorted, text);
        }

        text.Append('}');
    }

    /// <summary>QuoteJSONString: what must be escaped and nothing else, so that U+2028 stands as it is.</summary>
    private static void Quote(string value, StringBuilder text)
    {
        text.Append('"');
        for (int i = 0; i < value.Length; i++)
        {
            if (char.IsSurrogatePair(value, i))
            {
                text.Append(value, i++, 2);
                continue;
            }

            _ = value[i] switch
            {
                '"' or '\\' => text.Append('\\').Append(value[i]),
                '\b' => text.Append(@"\b"),
                '\t' => text.Append(@"\t"),
                '\n' => text.Append(@"\n"),
                '\f' => text.Append(@"\f"),
                '\r' => text.Append(@"\r"),
                < ' ' => Escape(value[i], text),
                char half when char.IsSurrogate(half) => Escape(half, text),
                char plain => text.Append(plain),
            };
        }

        text.Append('"');
    }

    private static StringBuilder Escape(char unit, StringBuilder text) => text.Append(CultureInfo.InvariantCulture, $@"\u{(int)unit:x4}");

    private static bool IsWellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
