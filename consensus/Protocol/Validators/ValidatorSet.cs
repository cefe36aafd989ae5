using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Validators;

/// <summary>The validators of one epoch, in order, and the only arithmetic of quorums.</summary>
/// <remarks>PROTOCOL.md section 1. Regions are interleaved in the order so that neighbouring views change sides.</remarks>
public sealed class ValidatorSet
{
    /// <summary>Bound that lets a signer set be one 64-bit word.</summary>
    public const int MaximumSize = 64;

    private readonly Validator[] _validators;
    private readonly RegionMinimum[] _minimums;
    private readonly ulong[] _regionMasks;

    public ValidatorSet(IEnumerable<Validator> validators, IEnumerable<RegionMinimum> minimums)
    {
        _validators = [.. validators];
        _minimums = [.. minimums.OrderBy(m => m.Region)];
        Invariant.Holds(_validators.Length is > 0 and <= MaximumSize, "a validator set has 1 to 64 members");
        _regionMasks = [.. _minimums.Select(m => MaskOf(m.Region))];
        Hash = Sha256.Hash(Encode());
    }

    public IReadOnlyList<Validator> Validators => _validators;

    public IReadOnlyList<RegionMinimum> Minimums => _minimums;

    /// <summary>SHA-256 of the canonical encoding; every signed statement and header names it.</summary>
    public Digest Hash { get; }

    /// <summary>n.</summary>
    public int Size => _validators.Length;

    /// <summary>f = floor((n-1)/3): how many may be arbitrary.</summary>
    public int Faults => (Size - 1) / 3;

    /// <summary>q = ceil((n+f+1)/2).</summary>
    public int Quorum => (Size + Faults + 2) / 2;

    /// <summary>How many must ask before anybody moves: max(f+1, 2) when n > 1.</summary>
    public int Weak => Size > 1 ? Math.Max(Faults + 1, 2) : 1;

    public Validator this[ValidatorIndex index] => _validators[index.Value];

    public bool Contains(ValidatorIndex index) => index.Value < Size;

    /// <summary>True when <paramref name="signers"/> are a jurisdiction quorum: q members, and every region's minimum.</summary>
    public bool HasQuorum(SignerSet signers)
    {
        if (new SignerSet(signers.Mask & AllMask).Count < Quorum)
        {
            return false;
        }

        for (int i = 0; i < _minimums.Length; i++)
        {
            if (new SignerSet(signers.Mask & _regionMasks[i]).Count < _minimums[i].Minimum)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when every region keeps its minimum whichever f validators fail (PROTOCOL.md section 1, liveness).</summary>
    public bool SurvivesAnyFaults
        => _minimums.Index().All(m => new SignerSet(_regionMasks[m.Index]).Count - m.Item.Minimum >= Faults);

    public ValidatorIndex? Find(string name)
    {
        int index = Array.FindIndex(_validators, v => v.Name == name);
        return index < 0 ? null : new ValidatorIndex((byte)index);
    }

    /// <summary>Those of the names that are of this set.</summary>
    public SignerSet FindAll(IEnumerable<string> names) => SignerSet.Of(names.Select(Find).OfType<ValidatorIndex>());

    /// <summary>Whose consensus key this is; null when it is nobody's here.</summary>
    public ValidatorIndex? FindKey(SuiteId suite, ReadOnlySpan<byte> publicKey)
    {
        for (byte i = 0; i < Size; i++)
        {
            if (_validators[i].HasKey(suite, publicKey))
            {
                return new ValidatorIndex(i);
            }
        }

        return null;
    }

    public byte[] Encode()
    {
        WireWriter writer = new();
        writer.U8((byte)_minimums.Length);
        foreach (RegionMinimum minimum in _minimums)
        {
            writer.Text(minimum.Region.Code).U8(minimum.Minimum);
        }

        writer.U8((byte)_validators.Length);
        foreach (Validator validator in _validators)
        {
            validator.Write(writer);
        }

        return writer.ToArray();
    }

    /// <summary>Reads a set; null when it has nobody, or more than it can hold.</summary>
    public static ValidatorSet? Read(ref WireReader reader)
    {
        List<RegionMinimum> minimums = [];
        for (int left = reader.U8(); left > 0 && !reader.Failed; left--)
        {
            minimums.Add(new RegionMinimum(new Region(reader.Text()), reader.U8()));
        }

        List<Validator> validators = [];
        for (int left = reader.U8(); left > 0 && !reader.Failed; left--)
        {
            validators.Add(Validator.Read(ref reader));
        }

        reader.Require(validators.Count is > 0 and <= MaximumSize, DecodeFault.NotCanonical);
        return reader.Failed ? null : new ValidatorSet(validators, minimums);
    }

    private ulong AllMask => Size == 64 ? ulong.MaxValue : (1UL << Size) - 1;

    private ulong MaskOf(Region region)
        => _validators.Index().Where(v => v.Item.Region == region).Aggregate(0UL, (mask, v) => mask | 1UL << v.Index);
}
