using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Evidence;

namespace Ledger.Engine.Recorder;

/// <summary>What one step wanted done, by reference: nothing is encoded or hashed before somebody asks.</summary>
public sealed class StepEffects
{
    private readonly Promise[] _promises;
    private readonly Outgoing[] _messages;
    private readonly CommittedBlock[] _committed;
    private readonly CheckRequest[] _checks;
    private readonly TimerChange[] _timers;
    private readonly ServeRequest[] _serves;
    private readonly DiscardReason[] _discards;
    private readonly Misbehavior[] _misbehaviors;
    private readonly Suspicion[] _suspicions;

    /// <param name="before">Where the lists ended before the step.</param>
    public StepEffects(EffectList effects, in EffectMark before)
    {
        _promises = [.. effects.Promises.Skip(before.Promises)];
        _messages = [.. effects.Messages.Skip(before.Messages)];
        _committed = [.. effects.Committed.Skip(before.Committed)];
        _checks = [.. effects.Checks.Skip(before.Checks)];
        _timers = [.. effects.Timers.Skip(before.Timers)];
        _serves = [.. effects.Serves.Skip(before.Serves)];
        _discards = [.. effects.Discards.Skip(before.Discards)];
        _misbehaviors = [.. effects.Misbehaviors.Skip(before.Misbehaviors)];
        _suspicions = [.. effects.Suspicions.Skip(before.Suspicions)];
    }

    /// <summary>Of a step that wanted nothing.</summary>
    public static Digest None { get; } = new StepEffects(new EffectList(), default).Digest;

    /// <summary>Two steps with the same digest wanted the same, to the byte.</summary>
    public Digest Digest
    {
        get
        {
            WireWriter writer = new(1024);
            WriteSaid(writer);
            WriteAsked(writer);
            return Sha256.Hash(writer.Written);
        }
    }

    private void WriteSaid(WireWriter writer)
    {
        Each(writer, _promises, p => p.Write(writer));
        Each(writer, _messages, m => writer.U8((byte)m.Audience).Validator(m.To).Block(m.Message.Encode()));
        Each(writer, _misbehaviors, m => writer.Block(m.Encode()));
        Each(writer, _suspicions, s => writer.U8((byte)s.Reason).View(s.View).View(s.Asked));
        Each(writer, _discards, d => writer.U8((byte)d));
    }

    private void WriteAsked(WireWriter writer)
    {
        Each(writer, _committed, c => WriteCommitted(writer, c.Block, c.Certificate));
        Each(writer, _checks, c => writer.Digest(c.Block.Hash).Bool(c.Certified));
        Each(writer, _timers, t => writer.U8((byte)t.Kind).Bool(t.AfterMs is not null).U64(t.AfterMs ?? 0));
        Each(writer, _serves, s => writer.Validator(s.Peer).Height(s.Above).Digest(s.Target));
    }

    private static void WriteCommitted(WireWriter writer, Block block, QuorumCertificate? certificate)
    {
        block.Write(writer);
        QuorumCertificate.WriteOptional(writer, certificate);
    }

    private static void Each<T>(WireWriter writer, T[] effects, Action<T> write)
    {
        writer.U32((uint)effects.Length);
        Array.ForEach(effects, write);
    }
}

/// <summary>Where each list of effects ends.</summary>
public readonly record struct EffectMark(
    int Promises, int Messages, int Committed, int Checks, int Timers, int Serves, int Discards, int Misbehaviors, int Suspicions)
{
    public static EffectMark Of(EffectList e) => new(
        e.Promises.Count, e.Messages.Count, e.Committed.Count, e.Checks.Count, e.Timers.Count, e.Serves.Count,
        e.Discards.Count, e.Misbehaviors.Count, e.Suspicions.Count);
}
