using Ledger.Consensus;
using Ledger.Protocol.Messages;

namespace Ledger.Engine.Recorder;

/// <summary>One input of the replica, the signatures it made on it, and what it wanted done.</summary>
public sealed class RecordedStep(Input input)
{
    /// <summary>About what a step weighs in memory, apart from what its message holds.</summary>
    private const int OwnBytes = 256;

    public Input Input { get; } = input;

    /// <summary>Null when it made none, as for most inputs.</summary>
    public List<byte[]>? Signatures { get; private set; }

    /// <summary>Null when the step wanted nothing, or never ended.</summary>
    public StepEffects? Effects { get; private set; }

    /// <summary>False for a step that broke an invariant.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>About what is kept alive by keeping this, in bytes.</summary>
    public int Weight => OwnBytes + (Input is Input.Received { Message: var message } ? WeightOf(message) : 0);

    public void Sign(byte[] signature) => (Signatures ??= []).Add(signature);

    public void End(EffectList effects, in EffectMark before)
    {
        HasEnded = true;
        Effects = EffectMark.Of(effects) == before ? null : new StepEffects(effects, before);
    }

    private static int WeightOf(Message message) => message switch
    {
        ChainSegment m => m.Chain.Sum(block => 512 + (32 * block.Batches.Count)),
        NewView m => m.ViewChanges.Count * 1024,
        PrePrepare m => 512 + (32 * m.Block.Batches.Count),
        ViewChange => 1024,
        _ => 0,
    };
}
