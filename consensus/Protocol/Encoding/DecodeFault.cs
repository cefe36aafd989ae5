namespace Ledger.Protocol.Encoding;

/// <summary>Why bytes are not the thing they claim to be.</summary>
public enum DecodeFault
{
    None = 0,

    /// <summary>The bytes end before the value does.</summary>
    Truncated,

    /// <summary>Bytes follow the value.</summary>
    TrailingBytes,

    /// <summary>A version, kind or tag that this protocol version does not define.</summary>
    UnknownKind,

    /// <summary>A count or length above its bound.</summary>
    TooLong,

    /// <summary>A value outside its range, or one that has a shorter or other canonical form.</summary>
    NotCanonical,
}
