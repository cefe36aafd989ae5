namespace Ledger.Client.Wire;

/// <summary>The stable name a refusal's message starts with: <c>BAD_SIGNATURE: why</c>.</summary>
/// <remarks>
/// Upper-case ASCII letters, digits and underscores, then a colon. Programs read the name, people the rest.
/// </remarks>
public static class StableCode
{
    /// <summary>The name, or null when the message has none.</summary>
    public static string? Of(string message)
    {
        int colon = message.IndexOf(':');
        return colon > 0 && IsName(message.AsSpan(0, colon)) ? message[..colon] : null;
    }

    /// <summary>The message without its name.</summary>
    public static string WithoutName(string message)
        => Of(message) is { } name ? message[(name.Length + 1)..].TrimStart() : message;

    private static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (char letter in text)
        {
            if (!char.IsAsciiLetterUpper(letter) && !char.IsAsciiDigit(letter) && letter != '_')
            {
                return false;
            }
        }

        return true;
    }
}
