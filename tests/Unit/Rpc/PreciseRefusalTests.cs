using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.Json;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Rpc;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;

namespace Ledger.Tests.Rpc;

/// <summary>Transactions that are not what they should be, through the node's own decoder and both protocols.</summary>
public sealed class PreciseRefusalTests
{
    private const int CountOffset = 4 + AnchorTransaction.FixedBytes - 4;
    private const int KindOffset = 4 + 1 + 32;

    public static TheoryData<string, string> Malformed => new()
    {
        { "31-byte commitments", "TRUNCATED" },
        { "33-byte commitments", "TRAILING_BYTES" },
        { "65,537 commitments", "TOO_LONG" },
        { "a count of 65,537", "TOO_LONG" },
        { "no commitments", "NOT_CANONICAL" },
        { "an unknown kind", "UNKNOWN_KIND" },
        { "valid from after valid to", "NOT_CANONICAL" },
        { "a byte less", "TRUNCATED" },
        { "a byte more", "TRAILING_BYTES" },
        { "a length beyond the end", "TRUNCATED" },
        { "a length of 4 GiB", "TOO_LONG" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_transaction_is_malformed_by_the_name_of_its_fault(string what, string fault)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        world.Gateway.OnSubmit = (request, _) =>
        {
            DecodedTransaction.Of(request.Transaction.Memory);
            return Task.FromResult(new SubmitResponse { Admission = Admission.Accepted });
        };
        byte[] bytes = Make(what);

        LedgerRpcException refused =
            await Assert.ThrowsAsync<LedgerRpcException>(() => world.Client.SubmitAsync(bytes));
        using StringContent content = new(
            $$"""{"transaction":"{{Convert.ToHexString(bytes)}}"}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await world.Http.PostAsync("/v1/submit", content);
        JsonElement error = JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("error");

        Assert.Equal((GrpcStatus.InvalidArgument, "MALFORMED", fault), (refused.Status, refused.Code, refused.Fault));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(("MALFORMED", fault), (error.GetProperty("code").GetString(), error.GetProperty("detail").GetString()));
        Assert.Equal(Admission.Accepted, (await world.Client.SubmitAsync(Make("as it should be"))).Admission);
        Assert.Empty(world.Faults);
    }

    private static byte[] Make(string what) => what switch
    {
        "as it should be" => Signed(Canonical(3, 32)),
        "31-byte commitments" => Signed(Canonical(3, 31)),
        "33-byte commitments" => Signed(Canonical(3, 33)),
        "65,537 commitments" => Signed(Canonical(65_537, 32)),
        "a count of 65,537" => Changed(bytes => BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(CountOffset), 65_537)),
        "no commitments" => Signed(Canonical(0, 32)),
        "an unknown kind" => Changed(bytes => bytes[KindOffset] = 99),
        "valid from after valid to" => Changed(bytes =>
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(CountOffset - 8), 9);
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(CountOffset - 4), 8);
        }),
        "a byte less" => Signed(Canonical(3, 32))[..^1],
        "a byte more" => [.. Signed(Canonical(3, 32)), 0],
        "a length beyond the end" => Changed(bytes => BinaryPrimitives.WriteUInt32BigEndian(bytes, 5000)),
        "a length of 4 GiB" => Changed(bytes => BinaryPrimitives.WriteUInt32BigEndian(bytes, uint.MaxValue)),
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    private static byte[] Changed(Action<byte[]> change)
    {
        byte[] bytes = Signed(Canonical(3, 32));
        change(bytes);
        return bytes;
    }

    private static byte[] Signed(byte[] canonical)
        => new WireWriter(100).Block(canonical).U8((byte)SuiteId.Ed25519).Raw(new byte[64]).ToArray();

    /// <summary>A list whose count says <paramref name="count"/>, each commitment of so many bytes.</summary>
    private static byte[] Canonical(int count, int bytesEach)
    {
        Transaction list = AnchorTransaction.List(
            Sha256.Hash([1]), new Height(9), 1, new AnchorTerms(CommitmentScheme.SaltedFile, 7, 0, 0), new byte[32]);
        byte[] bytes = [.. list.Bytes.Span[..AnchorTransaction.FixedBytes], .. new byte[count * bytesEach]];
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(AnchorTransaction.FixedBytes - 4), (uint)count);
        return bytes;
    }
}
