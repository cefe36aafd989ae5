namespace Ledger.Tests.Unit.Tidy;

/// <summary>A word, a number or a punctuation mark of C# source, with its line counted from 1.</summary>
public readonly record struct Token(string Text, int Line)
{
    public bool IsNumber => char.IsAsciiDigit(Text[0]);

    /// <summary>A number of type float, double or decimal.</summary>
    public bool IsFractional => IsNumber
        && !Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        && !Text.StartsWith("0b", StringComparison.OrdinalIgnoreCase)
        && Text.IndexOfAny(['.', 'e', 'E', 'f', 'F', 'd', 'D', 'm', 'M']) >= 0;
}
