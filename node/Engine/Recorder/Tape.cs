using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Engine.Recorder;

/// <summary>A recording as a file holds it: whose it is, where it begins, and each step with the digest of what it wanted.</summary>
/// <remarks>
/// Read by the program version that wrote it. Wire: <c>LGRTAPE\n</c>, version u8 = 1, chain id 32, epoch u32, configuration hash 32,
/// validator u8, heartbeat u64, memory behind its length; count u32 of steps: input, count u32 of signatures of 64, ended u8, digest 32.
/// </remarks>
public sealed record Tape(
    VoteContext Context, ValidatorIndex Self, ulong HeartbeatMs, ReadOnlyMemory<byte> Memory, IReadOnlyList<TapedStep> Steps)
{
    public const byte Version = 1;

    private static readonly byte[] Magic = "LGRTAPE\n"u8.ToArray();

    public static Tape Of(FlightRecorder recorder, VoteContext context, ValidatorIndex self, ulong heartbeatMs)
        => new(context, self, heartbeatMs, recorder.Memory, [.. recorder.Steps.Select(TapedStep.Of)]);

    public byte[] Encode()
    {
        WireWriter writer = new(4096);
        writer.Raw(Magic).U8(Version).Digest(Context.ChainId).Epoch(Context.Epoch).Digest(Context.ConfigurationHash)
            .Validator(Self).U64(HeartbeatMs).Block(Memory.Span).U32((uint)Steps.Count);
        foreach (TapedStep step in Steps)
        {
            step.Write(writer);
        }

        return writer.ToArray();
    }

    /// <summary>Reads a tape whose messages are of validators of <paramref name="set"/>; whose tape it is, the reader asks.</summary>
    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, ValidatorSet set, out Tape? tape)
    {
        WireReader reader = new(bytes);
        reader.Require(reader.Take(Magic.Length).SequenceEqual(Magic) && reader.U8() == Version, DecodeFault.UnknownKind);
        VoteContext context = new(reader.Digest(), reader.Epoch(), reader.Digest());
        (ValidatorIndex self, ulong heartbeatMs) = (reader.Validator(), reader.U64());
        reader.Require(set.Contains(self), DecodeFault.NotCanonical);
        byte[] memory = reader.Block(MemoryCodec.MaximumBytes).ToArray();
        List<TapedStep> steps = [];
        for (int left = MemoryCodec.Count(ref reader); left > 0 && !reader.Failed; left--)
        {
            steps.AddRange(TapedStep.Read(ref reader, set) is { } step ? [step] : []);
        }

        DecodeFault fault = reader.Finish();
        tape = fault == DecodeFault.None ? new Tape(context, self, heartbeatMs, memory, steps) : null;
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
