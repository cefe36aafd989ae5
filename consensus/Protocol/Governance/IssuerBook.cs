using System.Collections.Immutable;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Governance;

/// <summary>Every issuer that a chain has had, by index: a value, and what a change makes of it (PROTOCOL.md E6).</summary>
/// <remarks>An entry that does not change stays the same object: a signature checked against it need not be checked again.</remarks>
public sealed class IssuerBook
{
    /// <summary>Most issuers, the retired ones among them: what the state and its proofs are bounded by.</summary>
    public const int MaximumIssuers = Genesis.MaximumIssuers;

    private readonly ImmutableList<IssuerEntry> _entries;

    private IssuerBook(ImmutableList<IssuerEntry> entries) => _entries = entries;

    public static IssuerBook Empty { get; } = new([]);

    /// <summary>In the order of their indexes, which start at 0.</summary>
    public IReadOnlyList<IssuerEntry> Entries => _entries;

    public static IssuerBook Of(Genesis genesis) => new([.. genesis.Issuers.Select(IssuerEntry.OfGenesis)]);

    /// <summary>The genesis' issuers, and over them what was decided since.</summary>
    public static IssuerBook Of(Genesis genesis, IEnumerable<IssuerEntry> decided)
    {
        SortedDictionary<uint, IssuerEntry> all = new(genesis.Issuers.ToDictionary(i => i.Index, IssuerEntry.OfGenesis));
        foreach (IssuerEntry entry in decided)
        {
            all[entry.Record.Index] = entry;
        }

        Invariant.Holds(all.Count == 0 || all.Keys.Last() == all.Count - 1, "the issuers of a state have indexes without a gap");
        return new IssuerBook([.. all.Values]);
    }

    /// <summary>Null for an index that nobody has.</summary>
    public IssuerEntry? Find(uint index) => index < (uint)_entries.Count ? _entries[(int)index] : null;

    /// <summary>What is here and was not, or was another, in <paramref name="before"/>.</summary>
    public IEnumerable<IssuerEntry> ChangedSince(IssuerBook before)
        => ReferenceEquals(this, before) ? [] : _entries.Where((e, i) => !ReferenceEquals(e, before.Find((uint)i)));

    /// <summary>The book after a change that a block at <paramref name="height"/> decides; null when there is a fault.</summary>
    public GovernanceFault TryApply(GovernanceChange change, Height height, SignatureSuites suites, out IssuerBook? changed)
    {
        changed = null;
        if (change.Actions is not [GovernanceAction.Later later])
        {
            return GovernanceFault.NotAlone;
        }

        return IssuerAction.TryRead(later) is not { } action ? GovernanceFault.Malformed
            : Judge(action, change.ChainId, suites) is var fault and not GovernanceFault.None ? fault
            : Apply(action, height, out changed);
    }

    /// <summary>What can be said of an action without knowing the chain's issuers.</summary>
    public static GovernanceFault Judge(IssuerAction action, Digest chainId, SignatureSuites suites) => action switch
    {
        IssuerAction.Add a => Judge(a.Record, a.Possession, chainId, suites),
        IssuerAction.Replace a => Judge(a.Record, a.Possession, chainId, suites),
        _ => GovernanceFault.None,
    };

    private static GovernanceFault Judge(Issuer record, ReadOnlyMemory<byte> possession, Digest chainId, SignatureSuites suites)
    {
        bool wellFormed = record.Name.Length is >= 1 and <= Validator.MaximumNameCharacters
            && Region.IsWellFormed(record.Region.Code)
            && suites.Knows(record.Suite, record.PublicKey.Length);
        return !wellFormed ? GovernanceFault.BadMember
            : Possession.IsProven(chainId, record, possession.Span, suites) ? GovernanceFault.None
            : GovernanceFault.NoPossession;
    }

    private GovernanceFault Apply(IssuerAction action, Height height, out IssuerBook? changed)
    {
        changed = null;
        string name = action switch
        {
            IssuerAction.Add a => a.Record.Name,
            IssuerAction.Replace a => a.Record.Name,
            IssuerAction.Retire a => a.Name,
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "No such action."),
        };
        IssuerEntry? named = _entries.Find(e => e.Record.Name == name);
        GovernanceFault fault = action is IssuerAction.Add add ? JudgeNew(named, add.Record)
            : named is null ? GovernanceFault.UnknownIssuer
            : named.IsRetired ? GovernanceFault.RetiredIssuer
            : action is IssuerAction.Replace replace ? JudgeNewKey(named, replace.Record)
            : GovernanceFault.None;
        changed = fault == GovernanceFault.None ? With(action, named, height) : null;
        return fault;
    }

    private GovernanceFault JudgeNew(IssuerEntry? named, Issuer record)
        => named is not null ? GovernanceFault.NameTaken
            : _entries.Count >= MaximumIssuers ? GovernanceFault.TooManyIssuers
            : IsTaken(record) ? GovernanceFault.KeyTaken
            : GovernanceFault.None;

    private GovernanceFault JudgeNewKey(IssuerEntry named, Issuer record)
        => named.Record.Region != record.Region ? GovernanceFault.BadMember
            : IsTaken(record) ? GovernanceFault.KeyTaken
            : GovernanceFault.None;

    private bool IsTaken(Issuer record) => _entries.Exists(e => e.Record.PublicKey.Span.SequenceEqual(record.PublicKey.Span));

    private IssuerBook With(IssuerAction action, IssuerEntry? named, Height height) => new(action switch
    {
        IssuerAction.Add a => _entries.Add(new(a.Record with { Index = (uint)_entries.Count }, height, Height.Genesis)),
        IssuerAction.Replace a => _entries.SetItem(
            (int)named!.Record.Index, new(a.Record with { Index = named.Record.Index }, height, Height.Genesis)),
        _ => _entries.SetItem((int)named!.Record.Index, named with { Retired = height }),
    });
}
