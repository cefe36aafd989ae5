namespace Ledger.Client.Json;

/// <summary>Why bytes are no <see cref="JsonTree"/>.</summary>
public enum JsonTreeFault
{
    None = 0,

    /// <summary>Longer than its format allows.</summary>
    TooLong,

    /// <summary>Not JSON (RFC 8259) in UTF-8, with something behind it, or nested deeper than 64.</summary>
    NotJson,

    /// <summary>A key that an object has twice: JavaScript would forget one of them.</summary>
    DuplicateKey,

    /// <summary>A number beyond the largest double: JavaScript would read Infinity.</summary>
    NumberTooLarge,
}
