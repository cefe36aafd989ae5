using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Consensus;

/// <summary>The sum of a replica's promises. Live and in recovery the same <see cref="Apply"/> builds it.</summary>
/// <param name="incarnation">Of the journal they stand in: not 0 when it was made after promises may have been lost (D2).</param>
public sealed class DurableState(ulong incarnation = 0)
{
    private readonly SortedDictionary<(Height, Digest), Block> _held = [];

    /// <summary>The number that this validator's Rejoin or Ready names; 0 for a journal of set-up.</summary>
    public ulong Incarnation => incarnation;

    /// <summary>D2: what was signed before this journal was made is not all of an epoch that is over.</summary>
    public bool MustRejoin { get; private set; } = incarnation != 0;

    /// <summary>D2: it may have signed what it does not remember, so it signs nothing; D3: but what an order lets it sign.</summary>
    public bool IsSilent => MustRejoin && !HasRecovered;

    /// <summary>D3: an order lets it sign in this epoch.</summary>
    public bool HasRecovered { get; private set; }

    /// <summary>The epoch these promises were made in; those of an epoch that is over bind nobody (E2).</summary>
    public Epoch Epoch { get; private set; }

    /// <summary>The last Prepare sent, by position and block (N2).</summary>
    public Promise.Prepared? LastPrepare { get; private set; }

    /// <summary>The highest certificate by (view, height); it is never forgotten (N4, V6).</summary>
    public QuorumCertificate? Highest { get; private set; }

    /// <summary>The last ViewChange sent (V2).</summary>
    public ViewChange? ViewChange { get; private set; }

    /// <summary>The highest view this validator has spoken in as its primary (N7).</summary>
    public View? PrimaryView { get; private set; }

    /// <summary>The highest view asked for by a ViewChange.</summary>
    public View Asked => ViewChange?.View ?? View.Zero;

    /// <summary>Blocks promised to be kept, in height order (N3).</summary>
    public IEnumerable<Block> Held => _held.Values;

    /// <summary>The view a restarted replica finds itself in.</summary>
    public View ResumeView
        => View.Max(
            View.Max(LastPrepare?.Position.View ?? View.Zero, Asked),
            View.Max(Highest?.View ?? View.Zero, PrimaryView ?? View.Zero));

    public bool Holds(BlockRef block) => _held.ContainsKey((block.Height, block.Hash));

    public void Apply(Promise promise)
    {
        switch (promise)
        {
            case Promise.Held p:
                _held[(p.Block.Height, p.Block.Hash)] = p.Block;
                break;
            case Promise.Prepared p:
                LastPrepare = p;
                break;
            case Promise.Certified p:
                Highest = QuorumCertificate.Higher(Highest, p.Certificate);
                break;
            case Promise.Left p:
                ViewChange = p.ViewChange;
                break;
            case Promise.Primary p:
                PrimaryView = p.View;
                break;
            case Promise.Entered p:
                Enter(p.Epoch);
                break;
            case Promise.Rejoined:
                MustRejoin = false;
                break;
            case Promise.Recovered p:
                HasRecovered = p.Epoch == Epoch;
                break;
        }
    }

    /// <summary>Every block that was promised to be kept is an ancestor of the epoch's last one, or a rival of such.</summary>
    private void Enter(Epoch epoch)
    {
        (Epoch, LastPrepare, Highest, ViewChange, PrimaryView) = (epoch, null, null, null, null);
        HasRecovered = false;
        _held.Clear();
    }

    /// <summary>Lets go of blocks at or below a height up to which the block log is durable (N3).</summary>
    /// <remarks>Not when they commit: until the log is flushed these promises are the only copy a crash cannot take.</remarks>
    public void Release(Height committed)
    {
        while (_held.Count > 0 && _held.First() is { } lowest && lowest.Key.Item1 <= committed)
        {
            _held.Remove(lowest.Key);
        }
    }

    /// <summary>All promises still in force, for the first record of a new journal segment.</summary>
    public byte[] Encode() => Encode(Promises());

    /// <summary>A journal record: a u32 count of promises, then each.</summary>
    public static byte[] Encode(IReadOnlyCollection<Promise> promises)
    {
        WireWriter writer = new();
        writer.U32((uint)promises.Count);
        foreach (Promise promise in promises)
        {
            promise.Write(writer);
        }

        return writer.ToArray();
    }

    /// <summary>Applies one journal record; false when its bytes are not one.</summary>
    public bool TryApplyRecord(ReadOnlySpan<byte> record)
    {
        WireReader reader = new(record);
        int count = reader.Count(int.MaxValue);
        List<Promise> promises = [];
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            if (Promise.Read(ref reader) is { } promise)
            {
                promises.Add(promise);
            }
        }

        bool whole = reader.Finish() == DecodeFault.None && promises.Count == count;
        foreach (Promise promise in whole ? promises : [])
        {
            Apply(promise);
        }

        return whole;
    }

    private List<Promise> Promises()
    {
        List<Promise> promises = [new Promise.Entered(Epoch), .. _held.Values.Select(b => new Promise.Held(b))];
        Promise?[] others =
        [
            LastPrepare,
            Highest is { } certificate ? new Promise.Certified(certificate) : null,
            ViewChange is { } change ? new Promise.Left(change) : null,
            PrimaryView is { } view ? new Promise.Primary(view) : null,
            incarnation != 0 && !MustRejoin ? new Promise.Rejoined() : null,
            HasRecovered ? new Promise.Recovered(Epoch) : null,
        ];
        promises.AddRange(others.OfType<Promise>());
        return promises;
    }
}
