using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;

namespace Ledger.Tests.Integration;

/// <summary>The check of the journals sees what it looks for.</summary>
public sealed class PromiseLedgerTests
{
    [Fact]
    public void Two_prepared_blocks_at_one_position_are_an_equivocation()
    {
        PromiseLedger ledger = new(null!);

        ledger.Take(0, Prepared("a"u8));
        ledger.Take(0, Prepared("a"u8));
        Assert.Empty(ledger.Equivocations);
        ledger.Take(0, Prepared("b"u8));

        Assert.Single(ledger.Equivocations);
    }

    private static byte[] Prepared(ReadOnlySpan<byte> content)
    {
        Digest digest = Sha256.Hash(content);
        return DurableState.Encode(
            [new Promise.Prepared(new(new View(1), new Height(2)), new BlockId(digest, digest))]);
    }
}
