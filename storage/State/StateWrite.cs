namespace Ledger.Storage.State;

/// <summary>One change to the key-value view.</summary>
/// <param name="Key">1 to <see cref="MaximumKeyBytes"/> bytes.</param>
/// <param name="Value">At most <see cref="MaximumValueBytes"/> bytes; null deletes the key.</param>
public readonly record struct StateWrite(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte>? Value)
{
    public const int MaximumKeyBytes = 64;
    public const int MaximumValueBytes = 1 << 20;

    /// <summary>Throws for a key or value outside the bounds, which is a defect of the caller.</summary>
    public void RequireBounds()
    {
        ArgumentOutOfRangeException.ThrowIfZero(Key.Length, nameof(Key));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Key.Length, MaximumKeyBytes, nameof(Key));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Value?.Length ?? 0, MaximumValueBytes, nameof(Value));
    }
}
