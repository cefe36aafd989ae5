using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;

namespace Ledger.Protocol.Validators;

/// <summary>What a chain starts from and is named by: its validators, its issuers and its parameters.</summary>
/// <remarks>
/// The constructor believes its arguments; whoever reads them from outside asks <see cref="GenesisRules"/> first, as
/// <see cref="GenesisJson"/> does. The block at height 0 is made from this by execution.
/// </remarks>
public sealed class Genesis
{
    /// <summary>Most issuers a genesis may register; more are registered by transactions.</summary>
    public const int MaximumIssuers = 4_096;

    private static readonly byte[] DomainTag = [.. "ledger/genesis/v1"u8, .. new byte[15]];

    public Genesis(
        string name, ulong timeMs, ChainParameters parameters, ValidatorSet validators, IReadOnlyList<Issuer> issuers)
    {
        Name = name;
        TimeMs = timeMs;
        Parameters = parameters;
        Validators = validators;
        Issuers = issuers;
        ChainId = Sha256.Hash(DomainTag, Encode());
        Configuration = new EpochConfiguration(ChainId, new Epoch(0), new Height(1), Digest.Zero, parameters, validators);
    }

    /// <summary>1 to 64 printable ASCII characters.</summary>
    public string Name { get; }

    /// <summary>Unix milliseconds of block 0; every later header's time is greater.</summary>
    public ulong TimeMs { get; }

    public ChainParameters Parameters { get; }

    /// <summary>The set of epoch 0.</summary>
    public ValidatorSet Validators { get; }

    /// <summary>In the order of their indexes, which start at 0.</summary>
    public IReadOnlyList<Issuer> Issuers { get; }

    /// <summary>SHA-256 of the domain tag and the canonical bytes.</summary>
    public Digest ChainId { get; }

    /// <summary>The configuration of epoch 0, which begins at height 1.</summary>
    public EpochConfiguration Configuration { get; }

    /// <summary>What every statement of epoch 0 is bound to.</summary>
    public VoteContext Context => Configuration.Context;

    /// <summary>Leaf 0 of the anchor log.</summary>
    public LeafRecord Leaf => LeafRecord.Genesis(ChainId);

    /// <summary>
    /// What the operators should know before they start this chain; see <see cref="GenesisWarnings"/>.
    /// </summary>
    public IReadOnlyList<string> Warnings => GenesisWarnings.Of(Validators);

    /// <summary>
    /// The canonical bytes: name, time, parameters, the set behind its length, the issuers behind their count.
    /// </summary>
    public byte[] Encode()
    {
        WireWriter writer = new(1024);
        writer.Text(Name).U64(TimeMs);
        Parameters.Write(writer);
        writer.Block(Validators.Encode()).U32((uint)Issuers.Count);
        foreach (Issuer issuer in Issuers)
        {
            issuer.Write(writer);
        }

        return writer.ToArray();
    }

    /// <summary>Orders validators so that each region's turns as primary are spread evenly.</summary>
    /// <remarks>
    /// The i-th of a region's s validators stands at (2i + 1) / 2s of the way, so equal regions alternate and no region
    /// has a longer run than it must: when one side is cut off, few views pass before a primary of the other side's
    /// turn.
    /// </remarks>
    public static Validator[] InterleaveByRegion(IEnumerable<Validator> validators)
    {
        List<Validator> all = [.. validators];
        Dictionary<Region, int> sizes = all.CountBy(v => v.Region).ToDictionary();
        Dictionary<Region, int> placed = [];
        List<(Validator Validator, long Numerator, long Size)> places = [];
        foreach (Validator validator in all)
        {
            int before = placed.GetValueOrDefault(validator.Region);
            placed[validator.Region] = before + 1;
            places.Add((validator, (2 * before) + 1, sizes[validator.Region]));
        }

        places.Sort((left, right) => (left.Numerator * right.Size).CompareTo(right.Numerator * left.Size) is var order
            && order != 0 ? order : left.Validator.Region.CompareTo(right.Validator.Region));
        return [.. places.Select(p => p.Validator)];
    }
}
