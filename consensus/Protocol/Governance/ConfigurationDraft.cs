using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Governance;

/// <summary>An epoch's validators and parameters while a change is made to them.</summary>
public sealed class ConfigurationDraft
{
    private readonly List<Validator> _validators;
    private readonly Dictionary<Region, byte> _minimums;
    private readonly uint _inForce;

    private ConfigurationDraft(EpochConfiguration current)
    {
        _validators = [.. current.Validators.Validators];
        _minimums = current.Validators.Minimums.ToDictionary(m => m.Region, m => m.Minimum);
        Parameters = current.Parameters;
        _inForce = current.Parameters.ProtocolVersion;
    }

    public IReadOnlyList<Validator> Validators => _validators;

    public ChainParameters Parameters { get; private set; }

    /// <summary>It begins the next protocol version (P1).</summary>
    public bool RaisesVersion => Parameters.ProtocolVersion != _inForce;

    public static ConfigurationDraft Of(EpochConfiguration current) => new(current);

    /// <summary>The configuration of the epoch after <paramref name="current"/>, regions interleaved as in a genesis.</summary>
    public EpochConfiguration Begin(EpochConfiguration current, Height start)
        => new(current.ChainId, new Epoch(current.Number.Value + 1), start, current.Hash, Parameters, MakeSet());

    public GovernanceFault Add(Validator validator)
    {
        if (Find(validator.Name) >= 0)
        {
            return GovernanceFault.NameTaken;
        }

        _validators.Add(validator);
        _minimums.TryAdd(validator.Region, 1); // as a genesis has it for a region not named
        return GovernanceFault.None;
    }

    public GovernanceFault Replace(Validator validator)
    {
        GovernanceFault fault = Remove(validator.Name);
        return fault == GovernanceFault.None ? Add(validator) : fault;
    }

    public GovernanceFault Remove(string name)
    {
        int place = Find(name);
        if (place < 0)
        {
            return GovernanceFault.UnknownValidator;
        }

        _validators.RemoveAt(place);
        return GovernanceFault.None;
    }

    public GovernanceFault Set(RegionMinimum minimum)
    {
        _minimums[minimum.Region] = minimum.Minimum;
        return Region.IsWellFormed(minimum.Region.Code) ? GovernanceFault.None : GovernanceFault.BadMember;
    }

    public GovernanceFault Set(ChainParameters parameters)
    {
        Parameters = parameters;
        return parameters.ProtocolVersion < _inForce ? GovernanceFault.VersionLower
            : parameters.ProtocolVersion - _inForce > 1 ? GovernanceFault.VersionSkipped
            : GenesisRules.CheckParameters(parameters).IsNone ? GovernanceFault.None
            : GovernanceFault.BadParameters;
    }

    /// <summary>Whether a chain can go on with it.</summary>
    public GovernanceFault Check(EpochConfiguration current)
    {
        if (_validators.Count is 0 or > ValidatorSet.MaximumSize)
        {
            return GovernanceFault.BadSize;
        }

        ValidatorSet set = MakeSet();
        bool same = set.Hash == current.Validators.Hash && Parameters == current.Parameters;
        return !GenesisRules.CheckSet(set).IsNone ? GovernanceFault.BadSet
            : same ? GovernanceFault.NothingChanges
            : GovernanceFault.None;
    }

    /// <summary>The validators with their regions, interleaved as in a genesis.</summary>
    public ValidatorSet MakeSet()
        => new(
            Genesis.InterleaveByRegion(_validators),
            _minimums.Select(m => new RegionMinimum(m.Key, m.Value)));

    private int Find(string name) => _validators.FindIndex(v => v.Name == name);
}
