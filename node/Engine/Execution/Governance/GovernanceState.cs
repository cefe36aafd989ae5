using System.Collections.Immutable;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Engine.Execution.Governance;

/// <summary>What the chain has decided about itself as of a block: a value, like all of the state.</summary>
/// <remarks>
/// PROTOCOL.md E1-E6. One entry of the authenticated map holds <see cref="Encode"/>, which is all but the issuers: each of them has an
/// entry of its own.
/// </remarks>
/// <param name="Epoch">The configuration that the block is under.</param>
/// <param name="Next">The one that is to follow it, whose start is known; null when none is.</param>
/// <param name="Revision">How many changes were made.</param>
/// <param name="Awaiting">A change that is decided, and waits for its newcomers to be ready; null when none does.</param>
/// <param name="Ready">Those of its newcomers that are, and the incarnations of their journals.</param>
/// <param name="Rejoined">When, and with which journal, each member last began anew.</param>
public sealed record GovernanceState(
    EpochConfiguration Epoch,
    EpochConfiguration? Next,
    ulong Revision,
    GovernanceChange? Awaiting,
    ImmutableSortedDictionary<string, ulong> Ready,
    ImmutableSortedDictionary<string, LastRejoin> Rejoined)
{
    /// <summary>Who may anchor, and who might.</summary>
    public IssuerBook Issuers { get; init; } = IssuerBook.Empty;

    private const int MaximumPartBytes = 128 * 1024;

    private static readonly ImmutableSortedDictionary<string, ulong> Nobody =
        ImmutableSortedDictionary.Create<string, ulong>(StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, LastRejoin> NobodyRejoined =
        ImmutableSortedDictionary.Create<string, LastRejoin>(StringComparer.Ordinal);

    /// <summary>Before anything was decided.</summary>
    public static GovernanceState Of(Genesis genesis) => Of(genesis.Configuration) with { Issuers = IssuerBook.Of(genesis) };

    /// <summary>The same of a chain without issuers.</summary>
    public static GovernanceState Of(EpochConfiguration first)
        => new(first, null, 0, null, Nobody, NobodyRejoined);

    /// <summary>The configuration of the block after one at <paramref name="height"/> with this state.</summary>
    public EpochConfiguration After(Height height) => Next is { } next && next.Start == height.Next ? next : Epoch;

    /// <summary>What the block above one with this state begins with: its own epoch in force.</summary>
    public GovernanceState Enter(Height height)
        => Next is { } next && next.Start == height
            ? this with { Epoch = next, Next = null, Rejoined = OfMembers(next) }
            : this;

    /// <summary>The configuration that begins with the block at <paramref name="height"/>, which has this state; null mostly.</summary>
    public EpochConfiguration? Begun(Height height) => Epoch.Start == height && Epoch.Number.Value > 0 ? Epoch : null;

    /// <summary>E1: a change executed at <paramref name="height"/> makes height + W the last of its epoch.</summary>
    public GovernanceState Schedule(ConfigurationDraft draft, Height height)
        => this with { Next = draft.Begin(Epoch, height + Epoch.Parameters.Window + 1) };

    /// <summary>D2: another epoch with the same set, unless one is to begin anyway.</summary>
    /// <remarks>That one's last block comes after this one: who lost a journal before this one was made has signed nothing there.</remarks>
    public GovernanceState BeginAnew(Height height) => Next is null ? Schedule(ConfigurationDraft.Of(Epoch), height) : this;

    /// <summary>Whose journal began anew is told so by the epoch that follows (D2).</summary>
    /// <remarks>If it was ready for a new key, too, it was so with a journal that is gone: it says so again.</remarks>
    public GovernanceState Note(string name, ulong incarnation, ulong timeMs)
        => this with
        {
            Rejoined = Rejoined.SetItem(name, new LastRejoin(timeMs, incarnation)),
            Ready = Ready.Remove(name),
        };

    /// <summary>The newcomers come in, each with the journal that it was ready with: no other may speak for it (D2).</summary>
    public GovernanceState LetIn()
        => Settle() with
        {
            Rejoined = Rejoined.SetItems(Ready.Select(r => KeyValuePair.Create(r.Key, new LastRejoin(PauseFrom(r.Key), r.Value)))),
        };

    /// <summary>Nothing is waited for any longer.</summary>
    public GovernanceState Settle() => this with { Awaiting = null, Ready = Nobody };

    /// <summary>What the operators decide is no Rejoin, and none has to wait for it.</summary>
    public ulong PauseFrom(string name) => Rejoined.GetValueOrDefault(name)?.TimeMs ?? 0;

    public byte[] Encode()
    {
        WireWriter writer = new(1024);
        writer.Block(Epoch.Encode()).Block(Next?.Encode()).U64(Revision).Block(Awaiting?.Encode());
        writer.U8((byte)Ready.Count);
        foreach ((string name, ulong incarnation) in Ready)
        {
            writer.Text(name).U64(incarnation);
        }

        writer.U8((byte)Rejoined.Count);
        foreach ((string name, LastRejoin last) in Rejoined)
        {
            writer.Text(name).U64(last.TimeMs).U64(last.Incarnation);
        }

        return writer.ToArray();
    }

    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out GovernanceState? state)
    {
        WireReader reader = new(bytes);
        EpochConfiguration? epoch = ReadConfiguration(ref reader);
        EpochConfiguration? next = ReadConfiguration(ref reader);
        ulong revision = reader.U64();
        GovernanceChange? awaiting = ReadChange(ref reader);
        List<KeyValuePair<string, ulong>> ready = [];
        for (int left = reader.U8(); left > 0; left--)
        {
            ready.Add(new(reader.Text(), reader.U64()));
        }

        List<KeyValuePair<string, LastRejoin>> rejoined = [];
        for (int left = reader.U8(); left > 0; left--)
        {
            rejoined.Add(new(reader.Text(), new LastRejoin(reader.U64(), reader.U64())));
        }

        reader.Require(epoch is not null, DecodeFault.NotCanonical);
        DecodeFault fault = reader.Finish();
        state = fault != DecodeFault.None || epoch is null ? null : new GovernanceState(
            epoch, next, revision, awaiting, Nobody.SetItems(ready), NobodyRejoined.SetItems(rejoined));
        return fault;
    }

    private static EpochConfiguration? ReadConfiguration(ref WireReader reader)
    {
        WireReader inner = new(reader.Block(MaximumPartBytes));
        EpochConfiguration? read = inner.Remaining == 0 ? null : EpochConfiguration.Read(ref inner);
        reader.Require(inner.Finish() == DecodeFault.None, DecodeFault.NotCanonical);
        return read;
    }

    private static GovernanceChange? ReadChange(ref WireReader reader)
    {
        WireReader inner = new(reader.Block(MaximumPartBytes));
        GovernanceChange? read = inner.Remaining == 0 ? null : GovernanceChange.Read(ref inner);
        reader.Require(inner.Finish() == DecodeFault.None, DecodeFault.NotCanonical);
        return read;
    }

    private ImmutableSortedDictionary<string, LastRejoin> OfMembers(EpochConfiguration next)
        => Rejoined.RemoveRange(Rejoined.Keys.Where(name => next.Validators.Find(name) is null));
}

/// <summary>The time of the block with a validator's last Rejoin, 0 for none, and the journal that it last began anew with.</summary>
/// <param name="Incarnation">Of the journal that said its last Rejoin or Ready: none but that one may vote (D2).</param>
public sealed record LastRejoin(ulong TimeMs, ulong Incarnation);
