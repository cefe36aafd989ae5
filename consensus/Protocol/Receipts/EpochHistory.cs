using System.Collections.Immutable;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Receipts;

/// <summary>The configurations that somebody believes, epoch after epoch without a gap, and the genesis that names their chain.</summary>
/// <remarks>
/// PROTOCOL.md E4. Forwards a configuration is believed by the signatures of the one before it; backwards, from one that is pinned,
/// by hashes alone, so that keys which were stolen after they were retired cannot make up another past.
/// </remarks>
public sealed class EpochHistory
{
    private readonly EpochConfiguration[] _configurations;

    private readonly ImmutableSortedDictionary<uint, IssuerEntry> _issuers;

    private EpochHistory(
        Genesis genesis, IEnumerable<EpochConfiguration> configurations, ImmutableSortedDictionary<uint, IssuerEntry>? issuers = null)
        => (Genesis, _configurations, _issuers)
            = (genesis, [.. configurations], issuers ?? ImmutableSortedDictionary<uint, IssuerEntry>.Empty);

    public Genesis Genesis { get; }

    public EpochConfiguration First => _configurations[0];

    public EpochConfiguration Last => _configurations[^1];

    /// <summary>A genesis alone is the history of epoch 0.</summary>
    public static implicit operator EpochHistory(Genesis genesis) => Of(genesis);

    public static EpochHistory Of(Genesis genesis) => new(genesis, [genesis.Configuration]);

    /// <summary>Follows the links from epoch 0; null after a problem.</summary>
    public static HistoryProblem FromGenesis(
        Genesis genesis, IEnumerable<EpochLink> links, SignatureSuites suites, out EpochHistory? history)
        => Of(genesis).Follow(links, suites, out history);

    /// <summary>Believes the configuration of hash <paramref name="pin"/>, and those before it in the list; null after a problem.</summary>
    /// <param name="configurations">In their order, from epoch 1 or a later one; those behind the pinned one are left out.</param>
    public static HistoryProblem FromPinned(
        Genesis genesis, Digest pin, IEnumerable<EpochConfiguration> configurations, out EpochHistory? history)
    {
        List<EpochConfiguration> all = [.. configurations];
        if (all.Count == 0 || all[0].Number.Value == 1)
        {
            all.Insert(0, genesis.Configuration);
        }

        int pinned = all.FindIndex(c => c.Hash == pin);
        HistoryProblem problem = pinned < 0 ? new(HistoryFault.PinNotFound, all[^1].Number)
            : all[pinned].ChainId != genesis.ChainId ? new(HistoryFault.WrongChain, all[pinned].Number)
            : JudgeBackwards(all[..(pinned + 1)]);
        history = problem.IsNone ? new EpochHistory(genesis, all[..(pinned + 1)]) : null;
        return problem;
    }

    /// <summary>As with configurations alone; the links behind the pinned one are followed by their signatures.</summary>
    public static HistoryProblem FromPinned(
        Genesis genesis, Digest pin, IReadOnlyList<EpochLink> links, SignatureSuites suites, out EpochHistory? history)
    {
        HistoryProblem problem = FromPinned(genesis, pin, links.Select(l => l.Next), out EpochHistory? past);
        history = null;
        return past is null ? problem : past.Follow(links.Where(l => l.Next.Number.Value > past.Last.Number.Value), suites, out history);
    }

    /// <summary>This history and what the links add to it; null after a problem.</summary>
    public HistoryProblem Follow(IEnumerable<EpochLink> links, SignatureSuites suites, out EpochHistory? history)
    {
        List<EpochConfiguration> believed = [.. _configurations];
        history = null;
        foreach (EpochLink link in links)
        {
            HistoryFault fault = link.Judge(believed[^1], suites);
            if (fault != HistoryFault.None)
            {
                return new HistoryProblem(fault, new Epoch(believed[^1].Number.Value + 1));
            }

            believed.Add(link.Next);
        }

        history = new EpochHistory(Genesis, believed, _issuers);
        return HistoryProblem.None;
    }

    /// <summary>This history and the issuers that a state of its chain has; null after a fault (E6).</summary>
    public IssuerProofFault Learn(ProvenIssuers issuers, SignatureSuites suites, out EpochHistory? history)
    {
        IssuerProofFault fault = issuers.Judge(this, suites);
        history = fault == IssuerProofFault.None
            ? new EpochHistory(Genesis, _configurations, _issuers.SetItems(
                issuers.Issuers.Select(i => KeyValuePair.Create(i.Entry.Record.Index, i.Entry))))
            : null;
        return fault;
    }

    /// <summary>All issuers that are known, in the order of their indexes.</summary>
    public IEnumerable<IssuerEntry> Issuers
        => _issuers.Keys.Concat(Genesis.Issuers.Select(i => i.Index)).Distinct().Order().Select(i => FindIssuer(i)!);

    /// <summary>Whose an index is: as the genesis has it, or as it was learnt; null for one that nothing is known of.</summary>
    public IssuerEntry? FindIssuer(uint index)
        => _issuers.TryGetValue(index, out IssuerEntry? learnt) ? learnt
            : index < (uint)Genesis.Issuers.Count ? IssuerEntry.OfGenesis(Genesis.Issuers[(int)index])
            : null;

    /// <summary>Null for an epoch that this history does not reach.</summary>
    public EpochConfiguration? Find(Epoch epoch)
        => epoch.Value >= First.Number.Value && epoch.Value <= Last.Number.Value ? _configurations[epoch.Value - First.Number.Value] : null;

    /// <summary>Whether a header names its epoch's configuration and stands among its heights, as far as their end is known.</summary>
    public bool Covers(BlockHeader header)
        => Find(header.Epoch) is { } epoch
            && header.ConfigurationHash == epoch.Hash
            && (header.Height >= epoch.Start || IsOrigin(header))
            && (epoch == Last || header.Height < Find(new Epoch(epoch.Number.Value + 1))!.Start);

    /// <summary>Block 0 is of epoch 0, which starts at height 1.</summary>
    private static bool IsOrigin(BlockHeader header) => header.Height == Height.Genesis && header.Epoch.Value == 0;

    private static HistoryProblem JudgeBackwards(List<EpochConfiguration> configurations)
    {
        for (int i = configurations.Count - 1; i > 0; i--)
        {
            (EpochConfiguration before, EpochConfiguration at) = (configurations[i - 1], configurations[i]);
            HistoryFault fault = before.Hash != at.Previous ? HistoryFault.BrokenPrevious
                : before.Number.Value + 1 != at.Number.Value ? HistoryFault.NotConsecutive
                : HistoryFault.None;
            if (fault != HistoryFault.None)
            {
                return new HistoryProblem(fault, before.Number);
            }
        }

        return HistoryProblem.None;
    }
}
