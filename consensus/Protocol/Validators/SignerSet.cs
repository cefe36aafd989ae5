using System.Numerics;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Validators;

/// <summary>A set of validator indexes as a 64-bit mask: a validator counts once however often it signs.</summary>
public readonly record struct SignerSet(ulong Mask)
{
    public static SignerSet Empty => default;

    public static SignerSet Of(IEnumerable<ValidatorIndex> members)
        => members.Aggregate(Empty, (signers, member) => signers.With(member));

    public int Count => BitOperations.PopCount(Mask);

    public bool Contains(ValidatorIndex index) => (Mask >> index.Value & 1) != 0;

    public SignerSet With(ValidatorIndex index) => new(Mask | 1UL << index.Value);

    public IEnumerable<ValidatorIndex> Members
    {
        get
        {
            for (ulong rest = Mask; rest != 0; rest &= rest - 1)
            {
                yield return new ValidatorIndex((byte)BitOperations.TrailingZeroCount(rest));
            }
        }
    }
}
