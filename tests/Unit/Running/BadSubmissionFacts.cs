using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Rpc;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;

namespace Ledger.Tests.Unit.Running;

/// <summary>Each bad submission is refused by its name, changes nothing, and the good one right after it is committed.</summary>
public sealed class BadSubmissionFacts : IAsyncDisposable
{
    private readonly GatewayWorld _world = new();

    public async ValueTask DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_wrong_signature() => await RefusedAsync("BAD_SIGNATURE", _world.Anchor(signedBy: 1).Encode());

    [Fact]
    public async Task A_signature_of_another_transaction()
        => await RefusedAsync("BAD_SIGNATURE", new SignedTransaction(
            _world.Anchor(1).Transaction, SuiteId.Simulated, _world.Anchor(2).Signature).Encode());

    [Fact]
    public async Task A_good_signature_under_the_name_of_another_suite()
    {
        SignedTransaction good = _world.Anchor();

        await RefusedAsync(
            "BAD_SIGNATURE", new SignedTransaction(good.Transaction, SuiteId.Ed25519, good.Signature).Encode());
    }

    [Fact]
    public async Task An_issuer_that_is_not_registered() => await RefusedAsync("UNKNOWN_ISSUER", _world.Anchor(issuer: 2).Encode());

    [Fact]
    public async Task A_foreign_chain()
        => await RefusedAsync("WRONG_CHAIN", _world.Anchor(chain: Sha256.Hash("another chain"u8)).Encode());

    [Fact]
    public async Task An_expired_valid_until_height() => await RefusedAsync("EXPIRED", _world.Anchor(validUntil: 0).Encode());

    [Theory]
    [InlineData(10_002)]
    [InlineData(ulong.MaxValue)]
    public async Task A_validity_longer_than_the_chain_allows(ulong validUntil)
        => await RefusedAsync("VALIDITY_TOO_LONG", _world.Anchor(validUntil: validUntil).Encode());

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(0)]
    public async Task A_commitment_that_is_not_of_32_bytes(int bytes)
        => await RefusedAsync("MALFORMED", Raw(count: 1, commitments: bytes));

    [Fact]
    public async Task One_commitment_more_than_a_list_may_have()
        => await RefusedAsync("MALFORMED", Raw(count: 65_537, commitments: 65_537 * 32));

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    public async Task A_list_of_no_commitments(int bytes) => await RefusedAsync("MALFORMED", Raw(count: 0, commitments: bytes));

    [Theory]
    [InlineData(2)]
    [InlineData(0x0100_0001)]
    [InlineData(uint.MaxValue)]
    public async Task A_count_of_more_commitments_than_are_there(uint count)
        => await RefusedAsync("MALFORMED", Raw(count, commitments: 32));

    [Fact]
    public async Task Bytes_cut_short_anywhere()
    {
        byte[] whole = _world.Anchor().Encode();
        await RefusedAsync("MALFORMED", [.. Enumerable.Range(0, whole.Length).Select(length => whole[..length])]);
    }

    [Fact]
    public async Task Bytes_behind_the_end()
    {
        byte[] whole = _world.Anchor().Encode();
        await RefusedAsync("MALFORMED", [.. whole, 0], [.. whole, .. whole], [.. whole, .. new byte[65_536]]);
    }

    [Theory]
    [InlineData(0, "the length of the transaction")]
    [InlineData(3, "the length of the transaction")]
    [InlineData(4, "the version")]
    [InlineData(4 + 33, "the kind")]
    [InlineData(4 + 46, "the scheme, which is the kind's")]
    [InlineData(4 + 57, "the count")]
    public async Task A_form_that_is_not_the_one_form_of_its_value(int offset, string ofWhat)
    {
        byte[] whole = _world.Anchor().Encode();
        foreach (int value in Enumerable.Range(0, 256).Where(v => v != whole[offset]))
        {
            byte[] changed = [.. whole];
            changed[offset] = (byte)value;
            await RefusedOnceAsync("MALFORMED", changed, $"{ofWhat} {value}");
        }

        await GoodIsCommittedAsync();
    }

    [Fact]
    public async Task A_validity_that_ends_before_it_begins()
        => await RefusedAsync("MALFORMED", Raw(count: 1, commitments: 32, validFrom: 2, validTo: 1));

    /// <summary>Every bit is of the signed content, of its frame or of the signature.</summary>
    [Fact]
    public async Task Any_one_bit_changed()
    {
        byte[] whole = _world.Anchor().Encode();
        string[] refusals = ["MALFORMED", "BAD_SIGNATURE", "WRONG_CHAIN", "UNKNOWN_ISSUER", "EXPIRED", "VALIDITY_TOO_LONG"];
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] changed = [.. whole];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => _world.SubmitAsync(changed));
            Assert.Contains(refusal.Code, refusals);
        }

        await GoodIsCommittedAsync();
    }

    [Fact]
    public async Task Nothing_at_all() => await RefusedAsync("MALFORMED", []);

    [Fact]
    public async Task Eight_mebibytes_of_zeros() => await RefusedAsync("MALFORMED", new byte[8 << 20]);

    [Fact]
    public async Task The_same_bytes_again_are_known_and_anchored_once()
    {
        SignedTransaction signed = _world.Anchor();
        SubmitResponse first = await _world.SubmitAsync(signed.Encode());
        GetReceiptResponse committed = await _world.CommittedAsync(signed);
        (ulong leaves, _, _, _) = await _world.SeenAsync();

        SubmitResponse second = await _world.SubmitAsync(signed.Encode());

        Assert.Equal(Admission.Accepted, first.Admission);
        Assert.Equal(Admission.AlreadyKnown, second.Admission);
        Assert.Equal(committed.Receipt, second.Receipt);
        await GoodIsCommittedAsync();
        Assert.Equal(leaves + 1, (await _world.SeenAsync()).Leaves);
    }

    private async Task RefusedAsync(string name, params byte[][] submissions)
    {
        foreach (byte[] bytes in submissions)
        {
            await RefusedOnceAsync(name, bytes, $"{bytes.Length} bytes");
        }

        await GoodIsCommittedAsync();
    }

    private async Task RefusedOnceAsync(string name, byte[] bytes, string what)
    {
        (ulong, Digest, Height, (int, int, long)) before = await _world.SeenAsync();

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => _world.SubmitAsync(bytes));

        Assert.True(name == refusal.Code, $"{what}: {refusal.Message}");
        Assert.Equal(before, await _world.SeenAsync());
    }

    private async Task GoodIsCommittedAsync()
    {
        SignedTransaction good = _world.Anchor(number: 77);
        Assert.Equal(Admission.Accepted, (await _world.SubmitAsync(good.Encode())).Admission);
        Assert.Equal(Outcome.Anchored, (await _world.CommittedAsync(good)).Outcome);
    }

    /// <summary>The layout of a signed list by hand, for what no encoder writes.</summary>
    private byte[] Raw(uint count, int commitments, uint validFrom = 0, uint validTo = 0)
    {
        byte[] transaction = new WireWriter(64)
            .U8(1).Digest(_world.ChainId).U8((byte)TransactionKind.AnchorList).Height(new Height(9_000)).U32(0)
            .U8((byte)CommitmentScheme.SaltedFile).U16(7).U32(validFrom).U32(validTo)
            .U32(count).Raw(new byte[commitments]).ToArray();
        return new WireWriter(64)
            .U32((uint)transaction.Length).Raw(transaction).U8((byte)SuiteId.Simulated).Raw(new byte[64]).ToArray();
    }
}
