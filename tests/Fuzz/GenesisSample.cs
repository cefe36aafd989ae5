using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Tests.Fuzz;

/// <summary>A genesis that a production node would start from.</summary>
internal static class GenesisSample
{
    public static Genesis Production { get; } = Make();

    private static Genesis Make()
    {
        Region region = new("SG");
        Validator[] validators =
        [
            .. Enumerable.Range(0, 2).Select(i => new Validator(
                $"validator-{i}", region, SuiteId.Ed25519, KeyOf(i), new([.. Enumerable.Repeat((byte)i, 32)]), KeyOf(20 + i),
                CosigningKeysOf(30 + i))),
        ];
        return new Genesis(
            "fuzz",
            1_700_000_000_000,
            new ChainParameters(),
            new ValidatorSet(validators, [new RegionMinimum(region, 1)]),
            [new Issuer(0, "bank-0", region, SuiteId.Ed25519, KeyOf(9))]);
    }

    private static CosigningKeys CosigningKeysOf(int number)
    {
        using CosigningSigners signers = CosigningSigners.Open([.. Enumerable.Repeat((byte)number, CosigningSigners.SecretSize)]);
        return CosigningKeys.Of(signers);
    }

    private static byte[] KeyOf(int number)
    {
        using Ed25519Signer signer = new([.. Enumerable.Repeat((byte)number, Ed25519Signer.SeedSize)]);
        return signer.PublicKey.ToArray();
    }
}
