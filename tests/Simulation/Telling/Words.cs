using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Telling;

/// <summary>The words of one line from left to right; what does not fit is refused with the line's number.</summary>
/// <param name="validators">n: "all" stands for every one of them.</param>
public sealed class Words(int line, string text, int validators)
{
    private readonly string[] _words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    private int _at;

    public int Line => line;

    public bool IsEnd => _at == _words.Length;

    /// <summary>The whole line, one space between words.</summary>
    public string Text => string.Join(' ', _words);

    /// <summary>What has not been taken yet.</summary>
    public string Rest => string.Join(' ', _words[_at..]);

    public string Next(string what) => IsEnd ? throw Fault($"{what} is missing") : _words[_at++];

    public bool Take(string word)
    {
        bool there = !IsEnd && _words[_at] == word;
        _at += there ? 1 : 0;
        return there;
    }

    public void Require(string word)
    {
        if (!Take(word))
        {
            throw Fault($"\"{word}\" is missing");
        }
    }

    public void RequireEnd()
    {
        if (!IsEnd)
        {
            throw Fault($"\"{_words[_at]}\" is one word too many");
        }
    }

    public ulong Number(string what)
    {
        string word = Next(what);
        return ulong.TryParse(word, out ulong number) ? number : throw Fault($"{what} is a number, not \"{word}\"");
    }

    /// <summary>"view N".</summary>
    public View View()
    {
        Require("view");
        return new View(Number("a view"));
    }

    public int Validator()
        => TakeValidator() ?? throw Fault(IsEnd ? "a validator is missing" : $"\"{_words[_at]}\" is no validator");

    /// <summary>One or more validators, or "all", or "nobody".</summary>
    public IReadOnlyList<int> Validators()
    {
        if (Take("all"))
        {
            return [.. Enumerable.Range(0, validators)];
        }

        if (Take("nobody"))
        {
            return [];
        }

        List<int> taken = [Validator()];
        while (TakeValidator() is { } next)
        {
            taken.Add(next);
        }

        return taken;
    }

    public T Named<T>(string what)
        where T : struct, Enum
    {
        string word = Next(what).Replace("-", "", StringComparison.Ordinal);
        return Enum.TryParse(word, ignoreCase: true, out T value) && Enum.IsDefined(value)
            ? value
            : throw Fault($"\"{word}\" is no {what}");
    }

    public StoryFault Fault(string message) => new(line, message);

    private int? TakeValidator()
    {
        bool isOne = !IsEnd && _words[_at].Length > 1 && _words[_at][0] == 'v';
        if (!isOne || !int.TryParse(_words[_at].AsSpan(1), out int index) || index < 0)
        {
            return null;
        }

        _at++;
        return index < validators ? index : throw Fault($"v{index} is not among the {validators} validators");
    }
}
