using System.Buffers.Binary;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;

namespace Ledger.Tests.Unit.Protocol;

/// <summary>A chain that changes one validator's key with every epoch of twenty heights: after four nobody's is the first's.</summary>
internal sealed class EpochChain
{
    public const ulong Heights = 20;

    private const int Size = 4;

    private readonly List<TestChain> _epochs = [];
    private readonly List<EpochLink> _links = [];

    /// <param name="changes">How many set changes the chain has had.</param>
    public EpochChain(int changes)
    {
        Genesis = new Genesis(
            "epochs", 1_700_000_000_000, new ChainParameters(), SetOf(0),
            [.. Enumerable.Range(0, 2).Select(i => TestChain.MakeIssuer((uint)i))]);
        _epochs.Add(new TestChain(Genesis, Genesis.Configuration, SignersOf(0)));
        for (int epoch = 1; epoch <= changes; epoch++)
        {
            EpochConfiguration before = _epochs[^1].Configuration;
            EpochConfiguration next = new(
                Genesis.ChainId, new Epoch((uint)epoch), before.Start + Heights, before.Hash, before.Parameters, SetOf(epoch));
            _links.Add(MakeLink(epoch - 1, next));
            _epochs.Add(new TestChain(Genesis, next, SignersOf(epoch)));
        }
    }

    public Genesis Genesis { get; }

    public IReadOnlyList<EpochLink> Links => _links;

    /// <summary>What can be said in one epoch.</summary>
    public TestChain this[int epoch] => _epochs[epoch];

    /// <summary>The link from an epoch into <paramref name="next"/>, signed by the keys of that epoch.</summary>
    public EpochLink MakeLink(
        int from, EpochConfiguration next, Func<BlockHeader, BlockHeader>? header = null, ulong signers = TestChain.ThreeSigners)
    {
        TestChain epoch = _epochs[from];
        BlockHeader last = epoch.MakeReceipt().Header with
        {
            Height = epoch.Configuration.Start + (Heights - 1),
            NextConfigurationHash = next.Hash,
        };
        last = header?.Invoke(last) ?? last;
        return new EpochLink(last, epoch.Certify(last, signers), next);
    }

    private static ValidatorSet SetOf(int epoch)
    {
        Ed25519Signer[] keys = SignersOf(epoch);
        return new ValidatorSet(
            keys.Select((key, i) => new Validator(
                $"validator-{i}", new Region(i % 2 == 0 ? "CN-SZ" : "SG"), SuiteId.Ed25519, key.PublicKey,
                Sha256.Hash([(byte)i]), TestChain.KeyOf(150 + i), TestChain.CosigningKeysOf(200 + i))),
            [new RegionMinimum(new Region("CN-SZ"), 1), new RegionMinimum(new Region("SG"), 1)]);
    }

    private static Ed25519Signer[] SignersOf(int epoch)
        => [.. Enumerable.Range(0, Size).Select(i => new Ed25519Signer(SeedOf(i, (epoch + i) / Size)))];

    private static byte[] SeedOf(int validator, int generation)
    {
        byte[] seed = new byte[Ed25519Signer.SeedSize];
        BinaryPrimitives.WriteInt32BigEndian(seed, validator);
        BinaryPrimitives.WriteInt32BigEndian(seed.AsSpan(4), generation);
        return seed;
    }
}
