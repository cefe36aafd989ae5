using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Fuzz;

/// <summary>One way from bytes to a value, with what is asked of it.</summary>
/// <param name="Name">Of the row.</param>
/// <param name="Covers">The methods it reaches, as Type.Method: <see cref="DecoderTableFacts"/> holds that none is left out.</param>
/// <param name="Make">Bytes it takes.</param>
/// <param name="Recode">The value of the bytes as bytes again; null when they are refused.</param>
internal sealed record Decoder(
    string Name, string[] Covers, Func<TinyRandom, byte[]> Make, Func<byte[], byte[]?> Recode)
{
    /// <summary>Each value has one encoding, so what was read is what would be written; else only a fixed point is asked for.</summary>
    public bool IsCanonical { get; init; } = true;

    /// <summary>What names the value: other bytes, other name. Null for values without one.</summary>
    public Func<byte[], string>? Identity { get; init; }

    /// <summary>The exception by which bytes are refused, where it is not an answer.</summary>
    public Type? Refusal { get; init; }

    /// <summary>Most bytes it may allocate however short the input.</summary>
    public long AllocatesAtLeast { get; init; } = 48 * 1024;

    /// <summary>Bytes it may allocate for each byte of input on top.</summary>
    public long AllocatesPerByte { get; init; } = 64;

    /// <summary>Mutations tried under one seed; fewer where one costs a file.</summary>
    public int Mutations { get; init; } = 300;

    public override string ToString() => Name;
}
