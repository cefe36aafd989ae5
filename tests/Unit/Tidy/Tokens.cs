namespace Ledger.Tests.Unit.Tidy;

/// <summary>Cuts C# source into tokens; comments and the text of strings are left out.</summary>
/// <remarks>
/// What stands in the holes of an interpolated string is code, and is cut too. Knows regular, verbatim, raw and
/// interpolated strings. A preprocessor line is cut like code: its words count.
/// </remarks>
public sealed class Tokens
{
    private readonly string _text;
    private readonly List<Token> _found = [];
    private int _at;
    private int _line = 1;

    private Tokens(string text) => _text = text;

    public static IReadOnlyList<Token> Of(string text)
    {
        Tokens tokens = new(text);
        tokens.Code(inHole: false);
        return tokens._found;
    }

    private char Here => Peek(0);

    private char Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private bool AtEnd => _at >= _text.Length;

    private void Skip(int count)
    {
        for (int i = 0; i < count && !AtEnd; i++)
        {
            _line += _text[_at++] == '\n' ? 1 : 0;
        }
    }

    // In a hole, the brace that closes it ends the code.
    private void Code(bool inHole)
    {
        int depth = 0;
        while (!AtEnd && !(inHole && depth == 0 && Here == '}'))
        {
            depth += Here switch { '{' => 1, '}' => -1, _ => 0 };
            Next();
        }
    }

    private void Next()
    {
        if (char.IsWhiteSpace(Here))
        {
            Skip(1);
        }
        else if (Here == '/' && (Peek(1) is '/' or '*'))
        {
            Comment();
        }
        else if (Here == '\'')
        {
            Character();
        }
        else if (StringPrefix() is int prefix and >= 0)
        {
            String(prefix);
        }
        else
        {
            Add(char.IsAsciiDigit(Here) ? NumberLength() : IsWord(Here) ? WordLength() : 1);
        }
    }

    private void Add(int length)
    {
        _found.Add(new Token(_text.Substring(_at, length), _line));
        Skip(length);
    }

    private void Comment()
    {
        string close = Peek(1) == '/' ? "\n" : "*/";
        int end = _text.IndexOf(close, _at + 2, StringComparison.Ordinal);
        Skip(end < 0 ? _text.Length - _at : end + close.Length - _at);
    }

    private void Character()
    {
        Skip(1);
        while (!AtEnd && Here is not '\'' and not '\n')
        {
            Skip(Here == '\\' ? 2 : 1);
        }

        Skip(1);
    }

    /// <summary>How many of $ and @ stand before the quote that starts a string here; -1 where none starts.</summary>
    private int StringPrefix()
    {
        int length = 0;
        while (Peek(length) is '$' or '@')
        {
            length++;
        }

        return Peek(length) == '"' ? length : -1;
    }

    private void String(int prefix)
    {
        int holes = _text.AsSpan(_at, prefix).Count('$');
        bool verbatim = _text.AsSpan(_at, prefix).Contains('@');
        Skip(prefix);
        int quotes = Run('"');
        if (quotes >= 3 && !verbatim)
        {
            Skip(quotes);
            Text(holes, quotes, raw: true, verbatim: false);
        }
        else
        {
            Skip(1);
            Text(holes, 1, raw: false, verbatim);
        }
    }

    private int Run(char c)
    {
        int length = 0;
        while (Peek(length) == c)
        {
            length++;
        }

        return length;
    }

    // A raw string takes as many braces for a hole as it has dollars, any other takes one and doubles it as an escape.
    private void Text(int holes, int quotes, bool raw, bool verbatim)
    {
        while (!AtEnd && Run('"') < quotes)
        {
            OneOfText(holes, raw, verbatim);
        }

        if (verbatim && Run('"') >= 2)
        {
            Skip(2);
            Text(holes, quotes, raw, verbatim);
            return;
        }

        Skip(raw ? Run('"') : quotes);
    }

    private void OneOfText(int holes, bool raw, bool verbatim)
    {
        int braces = holes > 0 ? Run('{') : 0;
        if (braces > 0 && (raw ? braces >= holes : braces % 2 == 1))
        {
            Skip(braces);
            Code(inHole: true);
            Skip(raw ? holes : 1);
        }
        else if (braces > 0)
        {
            Skip(braces);
        }
        else
        {
            Skip(!raw && !verbatim && Here == '\\' ? 2 : 1);
        }
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private int WordLength()
    {
        int length = 1;
        while (IsWord(Peek(length)))
        {
            length++;
        }

        return length;
    }

    // "1..2" is a range of two numbers and "1.CompareTo" a call; only a digit after the point makes a fraction.
    private int NumberLength()
    {
        int length = WordLength();
        if (Peek(length) == '.' && char.IsAsciiDigit(Peek(length + 1)))
        {
            length++;
            while (IsWord(Peek(length)))
            {
                length++;
            }
        }

        return length;
    }
}
