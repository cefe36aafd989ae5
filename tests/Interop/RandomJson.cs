using System.Globalization;
using System.Text;

namespace Ledger.Tests.Interop;

/// <summary>JSON texts of every kind: Chinese, emoji, control characters, each form of escape, nesting, numbers of all shapes.</summary>
/// <param name="halfPairs">Also halves of surrogate pairs, which JavaScript takes and I-JSON forbids.</param>
internal sealed class RandomJson(Random random, bool halfPairs)
{
    private static readonly string[] Pieces =
    [
        "发票", "金額", "😀", "👩‍👩‍👧", "é", "e\u0301", "<>&'+`", "\u2028\u2029", "\u00a0", "\u007f",
        "\ufeff", "\uffff", "a", "Z9", " ", ":", "/", "%s", "𠮷",
    ];

    private static readonly string[] Escapes =
        [@"\n", @"\t", @"\b", @"\f", @"\r", @"\""", @"\\", @"\/", @"\u0000", @"\u001F", @"\u2028", @"\uD83D\uDE00", @"\u00e9", @"\u003c"];

    private static readonly string[] Halves = [@"\ud800", @"\uDFFF", @"\udbff", @"\udc00"];

    private static readonly string[] Numbers =
    [
        "0", "-0", "-0.0", "0e5", "1E5", "1.50e+3", "1e21", "1e20", "123456789012345678901234567890", "0.000001", "1e-7",
        "5e-324", "1.7976931348623157e308", "9007199254740993", "-1.5", "0.1", "1e-400", "4.35", "100", "2.2250738585072011e-308",
        "999999999999999900000",
    ];

    /// <summary>An object's text, no deeper than <paramref name="depth"/>.</summary>
    public string Members(int depth, string first = "")
    {
        HashSet<string> keys = [];
        StringBuilder text = new("{" + first);
        for (int left = random.Next(6); left > 0; left--)
        {
            string key = Key();
            if (keys.Add(key))
            {
                text.Append(text.Length == 1 ? "" : ",").Append(CultureInfo.InvariantCulture, $" \"{key}\" : {Value(depth - 1)}");
            }
        }

        return text.Append('}').ToString();
    }

    /// <summary>No two of the keys that differ here are one key for a reader: only plain pieces, and a number.</summary>
    private string Key() => random.Next(4) switch
    {
        0 => $"{random.Next(200)}",
        1 => Pieces[random.Next(5)] + $"{random.Next(100)}",
        2 => $"{Escapes[random.Next(Escapes.Length - 2)]}k{random.Next(100)}",
        _ => $"field{random.Next(1000)}",
    };

    private string Value(int depth) => random.Next(depth > 0 ? 9 : 6) switch
    {
        0 => Numbers[random.Next(Numbers.Length)],
        1 => Double(),
        2 => random.Next(2) == 0 ? "true" : "false",
        3 => "null",
        4 or 5 => Text(),
        6 => $"[{string.Join(" , ", Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth - 1)))}]",
        _ => Members(depth),
    };

    private string Double()
    {
        double number;
        do
        {
            number = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
        }
        while (!double.IsFinite(number));
        return number.ToString("E16", CultureInfo.InvariantCulture);
    }

    private string Text()
    {
        StringBuilder text = new("\"");
        for (int left = random.Next(8); left > 0; left--)
        {
            int kind = random.Next(halfPairs ? 12 : 11);
            text.Append(kind < 7 ? Pieces[random.Next(Pieces.Length)]
                : kind < 11 ? Escapes[random.Next(Escapes.Length)]
                : Halves[random.Next(Halves.Length)]);
        }

        return text.Append('"').ToString();
    }
}
