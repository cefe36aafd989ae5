using Ledger.Protocol.Encoding;
using Ledger.Protocol.Validators;

namespace Ledger.Client.Light;

/// <summary>What a light client keeps between two calls, or as evidence: <c>ledger-light</c>.</summary>
/// <remarks>
/// Wire: magic 12, version u8 = 1, the configuration behind its length, flag u8 and the believed run, flag u8 and the run that
/// contradicts it. What is believed is believed because this file says so: it must be written by its reader alone.
/// </remarks>
/// <param name="Contradiction">Of evidence: what a node showed instead.</param>
public sealed record LightFile(LightState State, HeaderRun? Contradiction = null)
{
    public const byte Version = 1;

    /// <summary>Longest encoding in bytes: a configuration and two runs.</summary>
    public const int MaximumBytes = 1024 * 1024;

    private static readonly byte[] Magic = "ledger-light"u8.ToArray();

    public byte[] Encode()
    {
        WireWriter writer = new(4096);
        writer.Raw(Magic).U8(Version).Block(State.Epoch.Encode());
        WriteOptional(writer, State.Head);
        WriteOptional(writer, Contradiction);
        return writer.ToArray();
    }

    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out LightFile? file)
    {
        WireReader reader = new(bytes);
        reader.Require(bytes.Length <= MaximumBytes, DecodeFault.TooLong);
        reader.Require(reader.Take(Magic.Length).SequenceEqual(Magic) && reader.U8() == Version, DecodeFault.UnknownKind);
        WireReader inner = new(reader.Block(EpochConfiguration.MaximumBytes));
        EpochConfiguration? epoch = reader.Failed ? null : EpochConfiguration.Read(ref inner);
        reader.Require(epoch is not null && inner.Finish() == DecodeFault.None, DecodeFault.NotCanonical);
        HeaderRun? head = ReadOptional(ref reader);
        HeaderRun? contradiction = ReadOptional(ref reader);
        DecodeFault fault = reader.Finish();
        file = fault == DecodeFault.None && epoch is not null ? new LightFile(new LightState(epoch, head), contradiction) : null;
        return fault;
    }

    private static void WriteOptional(WireWriter writer, HeaderRun? run)
    {
        writer.Bool(run is not null);
        run?.Write(writer);
    }

    private static HeaderRun? ReadOptional(ref WireReader reader) => reader.Bool() ? HeaderRun.Read(ref reader) : null;
}
