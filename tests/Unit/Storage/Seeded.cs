namespace Ledger.Tests.Unit.Storage;

/// <summary>Choices and bytes that a seed decides.</summary>
internal sealed class Seeded(int seed)
{
    private readonly Random _random = new(seed);

    public int Choose(int below) => _random.Next(below);

    public byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }
}
