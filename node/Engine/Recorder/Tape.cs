using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Engine.Recorder;

/// <summary>A recording as a file holds it: whose it is, where it begins, and each step with the digest of what it wanted.</summary>
/// <remarks>
/// Read by the program version that wrote it. Wire: <c>LGRTAPE\n</c>, version u8 = 2, the epoch's configuration behind its length,
/// validator u8, follows u8, heartbeat u64, memory behind its length; count u32 of steps: input, count u32 of signatures of 64, ended
/// u8, digest 32.
/// </remarks>
/// <param name="Epoch">The configuration that the replica lived under.</param>
/// <param name="Self">Its place there; <see cref="ValidatorIndex.None"/> when it had none.</param>
/// <param name="Follows">It signed nothing, be it a member or not.</param>
public sealed record Tape(
    EpochConfiguration Epoch,
    ValidatorIndex Self,
    bool Follows,
    ulong HeartbeatMs,
    ReadOnlyMemory<byte> Memory,
    IReadOnlyList<TapedStep> Steps)
{
    public const byte Version = 2;

    private static readonly byte[] Magic = "LGRTAPE\n"u8.ToArray();

    public static Tape Of(FlightRecorder recorder, EpochConfiguration epoch, ValidatorIndex self, bool follows, ulong heartbeatMs)
        => new(epoch, self, follows, heartbeatMs, recorder.Memory, [.. recorder.Steps.Select(TapedStep.Of)]);

    public byte[] Encode()
    {
        WireWriter writer = new(4096);
        writer.Raw(Magic).U8(Version).Block(Epoch.Encode()).Validator(Self).Bool(Follows)
            .U64(HeartbeatMs).Block(Memory.Span).U32((uint)Steps.Count);
        foreach (TapedStep step in Steps)
        {
            step.Write(writer);
        }

        return writer.ToArray();
    }

    /// <summary>Reads a tape; whose it is, and whether its epoch is to be believed, the reader asks.</summary>
    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out Tape? tape)
    {
        tape = null;
        WireReader reader = new(bytes);
        reader.Require(reader.Take(Magic.Length).SequenceEqual(Magic) && reader.U8() == Version, DecodeFault.UnknownKind);
        WireReader inner = new(reader.Block(EpochConfiguration.MaximumBytes));
        EpochConfiguration? epoch = reader.Failed ? null : EpochConfiguration.Read(ref inner);
        reader.Require(epoch is not null && inner.Finish() == DecodeFault.None, DecodeFault.NotCanonical);
        return epoch is null || reader.Failed ? reader.Finish() : ReadRest(ref reader, epoch, out tape);
    }

    private static DecodeFault ReadRest(ref WireReader reader, EpochConfiguration epoch, out Tape? tape)
    {
        (ValidatorIndex self, bool follows, ulong heartbeatMs) = (reader.Validator(), reader.Bool(), reader.U64());
        reader.Require(epoch.Validators.Contains(self) || (follows && self == ValidatorIndex.None), DecodeFault.NotCanonical);
        byte[] memory = reader.Block(MemoryCodec.MaximumBytes).ToArray();
        List<TapedStep> steps = [];
        for (int left = MemoryCodec.Count(ref reader); left > 0 && !reader.Failed; left--)
        {
            steps.AddRange(TapedStep.Read(ref reader, epoch.Validators) is { } step ? [step] : []);
        }

        DecodeFault fault = reader.Finish();
        tape = fault == DecodeFault.None ? new Tape(epoch, self, follows, heartbeatMs, memory, steps) : null;
        return fault;
    }
}

/// <summary>One step of a tape.</summary>
/// <param name="HasEnded">False for the step that broke an invariant.</param>
public sealed record TapedStep(Input Input, IReadOnlyList<byte[]> Signatures, bool HasEnded, Digest Effects)
{
    public static TapedStep Of(RecordedStep step)
        => new(step.Input, step.Signatures ?? [], step.HasEnded, step.Effects?.Digest ?? StepEffects.None);

    public void Write(WireWriter writer)
    {
        InputCodec.Write(writer, Input);
        writer.U32((uint)Signatures.Count);
        foreach (byte[] signature in Signatures)
        {
            writer.Raw(signature);
        }

        writer.Bool(HasEnded).Digest(Effects);
    }

    public static TapedStep? Read(ref WireReader reader, ValidatorSet set)
    {
        Input? input = InputCodec.Read(ref reader, set);
        List<byte[]> signatures = [];
        for (int left = MemoryCodec.Count(ref reader); left > 0 && !reader.Failed; left--)
        {
            signatures.Add(reader.Take(SignatureSuites.SignatureSize).ToArray());
        }

        TapedStep step = new(input!, signatures, reader.Bool(), reader.Digest());
        return reader.Failed ? null : step;
    }
}
