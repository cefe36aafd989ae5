using Ledger.Protocol.Blocks;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Engine.Checkpoints;

/// <summary>Collects cosignatures during one epoch; a jurisdiction quorum over a tree of this node's own chain is published.</summary>
/// <remarks>
/// PROTOCOL.md C1. Lines are gathered by size: validators that signed the same tree at two blocks, between which nothing was anchored,
/// count together. Later ones are only larger, unless another epoch's validators cosign the same. Whoever floods fills its own
/// <see cref="SlotsPerValidator"/> places. A quorum of lies publishes nothing: each line is held against a final block of this node.
/// </remarks>
/// <param name="published">What was published last, of this epoch or an earlier one.</param>
/// <param name="headerAt">The final block at a height of this node's log; null above its head.</param>
public sealed class CheckpointBook(EpochConfiguration epoch, PublishedCheckpoint? published, Func<Height, BlockHeader?> headerAt)
{
    /// <summary>Most checkpoints kept of one validator beside the published one: the largest.</summary>
    public const int SlotsPerValidator = 4;

    private readonly List<Slot>[] _slots = [.. Enumerable.Range(0, epoch.Validators.Size).Select(_ => new List<Slot>(SlotsPerValidator))];
    private SignerSet _accused;

    /// <summary>Null until there is one.</summary>
    public PublishedCheckpoint? Published { get; private set; } = published;

    /// <summary>Checkpoints kept of one validator that are not published.</summary>
    public int Held(ValidatorIndex validator) => _slots[validator.Value].Count;

    /// <summary>The first contradiction of each validator, for whoever takes it away.</summary>
    public Queue<CheckpointContradiction> Contradictions { get; } = new();

    /// <summary>Takes a checked message of this epoch.</summary>
    public CosignedVerdict Take(Cosigned said)
    {
        CosignedVerdict known = Find(said);
        if (known != CosignedVerdict.None)
        {
            return known;
        }

        CosignedVerdict verdict = Judge(said);
        if (verdict is CosignedVerdict.Counted or CosignedVerdict.Held)
        {
            Keep(said, verdict == CosignedVerdict.Counted);
        }

        if (verdict == CosignedVerdict.Counted)
        {
            Count(said.Checkpoint.Size);
        }

        return verdict;
    }

    /// <summary>Judges what waited for blocks that are there now.</summary>
    public void Advance()
    {
        ulong[] sizes = [.. _slots.SelectMany(Judge).Distinct().Order()];
        Array.ForEach(sizes, Count);
    }

    private bool IsOfEpoch(PublishedCheckpoint checkpoint) => checkpoint.Epoch.Number == epoch.Number;

    private CosignedVerdict Find(Cosigned said)
    {
        ulong size = said.Checkpoint.Size;
        bool isKnown = _slots[said.Sender.Value].Exists(s => s.Said.Checkpoint.Size == size)
            || (Published is { } known && known.Size == size && IsOfEpoch(known) && known.LineOf(said.Sender) is not null);
        return size < Published?.Size ? CosignedVerdict.Stale : isKnown ? CosignedVerdict.Known : CosignedVerdict.None;
    }

    private CosignedVerdict Judge(Cosigned said)
    {
        if (headerAt(said.Height) is not { } own)
        {
            return CosignedVerdict.Held;
        }

        bool isSame = own.LogSize == said.Checkpoint.Size;
        if (isSame && TwinCheckpoint.Of(own) != said.Checkpoint)
        {
            Accuse(said, own);
            return CosignedVerdict.Contradicts;
        }

        return isSame && Cosigned.TimeOf(own) == said.TimeSeconds ? CosignedVerdict.Counted : CosignedVerdict.NotOfBlock;
    }

    private void Accuse(Cosigned said, BlockHeader own)
    {
        if (!_accused.Contains(said.Sender))
        {
            _accused = _accused.With(said.Sender);
            Contradictions.Enqueue(new CheckpointContradiction(epoch, said, own));
        }
    }

    /// <summary>The sizes of those of one validator that count from now on.</summary>
    private List<ulong> Judge(List<Slot> slots)
    {
        List<ulong> counted = [];
        for (int i = slots.Count - 1; i >= 0; i--)
        {
            CosignedVerdict verdict = slots[i].Counts ? CosignedVerdict.Held : Judge(slots[i].Said);
            if (verdict == CosignedVerdict.Counted)
            {
                counted.Add(slots[i].Said.Checkpoint.Size);
                slots[i] = slots[i] with { Counts = true };
            }
            else if (verdict != CosignedVerdict.Held)
            {
                slots.RemoveAt(i);
            }
        }

        return counted;
    }

    private void Keep(Cosigned said, bool counts)
    {
        List<Slot> slots = _slots[said.Sender.Value];
        slots.Add(new Slot(said, counts));
        if (slots.Count > SlotsPerValidator)
        {
            slots.Remove(slots.MinBy(s => s.Said.Checkpoint.Size));
        }
    }

    private void Count(ulong size)
    {
        Cosigned[] lines = [.. _slots.SelectMany(s => s).Where(s => s.Counts && s.Said.Checkpoint.Size == size).Select(s => s.Said)];
        if (Published is { } known && known.Size == size && IsOfEpoch(known))
        {
            Published = lines.Where(l => known.LineOf(l.Sender) is null).Aggregate(known, (all, line) => all.With(line));
        }
        else if (size < Published?.Size || lines.Length == 0 || PublishedCheckpoint.Of(epoch, lines) is not { } quorum)
        {
            return;
        }
        else
        {
            Published = quorum;
        }

        Array.ForEach(_slots, s => s.RemoveAll(slot => slot.Said.Checkpoint.Size <= size));
    }

    private readonly record struct Slot(Cosigned Said, bool Counts);
}
