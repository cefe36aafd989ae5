using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Google.Protobuf;
using Ledger.Client.V1;
using Ledger.Node.Rpc;

namespace Ledger.Tests.Rpc;

/// <summary>A node for the tests of the RPC: its "signature" is the SHA-256 of what precedes it.</summary>
/// <remarks>A test may replace Submit. Watch gives <see cref="Blocks"/> heights and then stays open.</remarks>
internal sealed class FakeGateway : ILedgerGateway
{
    public const string Name = "深圳一";

    private const int MaximumTransactionBytes = 4 * 1024 * 1024;

    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FakeGateway() => OnSubmit = (request, _) => Task.FromResult(Admit(request));

    public Func<SubmitRequest, CancellationToken, Task<SubmitResponse>> OnSubmit { get; set; }

    public StatusResponse Status { get; } = new()
    {
        Ready = true,
        Version = "0.1.0",
        ChainId = ByteString.CopyFrom(1, 2, 0xFE),
        Validator = Name,
        Height = ulong.MaxValue,
        FlushMsP50 = 0.25,
        Peers = { new PeerStatus { Validator = "sg-1", Region = "SG", Connected = true, Height = 9 } },
    };

    public ulong Blocks { get; set; } = 5;

    /// <summary>Completes when a call that <see cref="HoldAsync"/> holds is cancelled.</summary>
    public Task Cancelled => _cancelled.Task;

    /// <summary>A transaction this node takes; flip any bit and it does not.</summary>
    public static byte[] Transaction(ReadOnlySpan<byte> content) => [.. content, .. SHA256.HashData(content)];

    /// <summary>Answers nothing until the call is cancelled.</summary>
    public async Task<SubmitResponse> HoldAsync(SubmitRequest request, CancellationToken cancellation)
    {
        using CancellationTokenRegistration registration = cancellation.Register(() => _cancelled.TrySetResult());
        await Task.Delay(Timeout.Infinite, cancellation);
        return new SubmitResponse();
    }

    public Task<SubmitResponse> SubmitAsync(SubmitRequest request, CancellationToken cancellation)
        => OnSubmit(request, cancellation);

    public Task<GetReceiptResponse> GetReceiptAsync(GetReceiptRequest request, CancellationToken cancellation)
        => request.TransactionId[0] == 0
            ? throw AdmissionStatus.UnknownTransaction()
            : Task.FromResult(new GetReceiptResponse
            {
                State = ReceiptState.Committed,
                Outcome = Outcome.Anchored,
                Receipt = request.TransactionId,
                Height = 7,
                FirstLeaf = 1UL << 60,
                LeafCount = request.LeafOffset + 1,
            });

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellation)
    {
        CheckResponse response = new() { Height = 7, Verdict = CheckVerdict.NotFound };
        if (request.Commitment[0] != 0)
        {
            response.Verdict = CheckVerdict.Found;
            response.Matches.Add(new AnchorMatch { LeafIndex = 42, IssuerName = Name, Receipt = request.Commitment });
        }

        return Task.FromResult(response);
    }

    public Task<GetAnchorStatusResponse> GetAnchorStatusAsync(GetAnchorStatusRequest request, CancellationToken cancellation)
        => Task.FromResult(new GetAnchorStatusResponse
        {
            Status = AnchorStatus.Revoked,
            Proof = request.Commitment,
            Height = request.Issuer,
        });

    public Task<StatusResponse> GetStatusAsync(GetStatusRequest request, CancellationToken cancellation)
        => Task.FromResult(Status);

    public Task<GetEpochsResponse> GetEpochsAsync(GetEpochsRequest request, CancellationToken cancellation)
        => Task.FromResult(new GetEpochsResponse
        {
            Links = { ByteString.CopyFrom((byte)request.FromEpoch, (byte)request.Limit) },
            Epoch = 3,
        });

    public Task<GovernanceResponse> GetGovernanceAsync(GetGovernanceRequest request, CancellationToken cancellation)
        => Task.FromResult(new GovernanceResponse { Epoch = 3, Revision = 2, Awaited = { Name } });

    public Task<GetHeadersResponse> GetHeadersAsync(GetHeadersRequest request, CancellationToken cancellation)
        => Task.FromResult(new GetHeadersResponse
        {
            Headers = { ByteString.CopyFrom((byte)request.FromHeight, (byte)request.Limit) },
            Height = 9,
        });

    public async IAsyncEnumerable<BlockEvent> WatchAsync(
        WatchRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (ulong height = Math.Max(1, request.FromHeight); height <= Blocks; height++)
        {
            yield return new BlockEvent { Height = height, BlockHash = ByteString.CopyFrom((byte)height) };
        }

        await HoldAsync(new SubmitRequest(), cancellation);
    }

    private static SubmitResponse Admit(SubmitRequest request)
    {
        ReadOnlySpan<byte> bytes = request.Transaction.Span;
        if (bytes.Length <= SHA256.HashSizeInBytes || bytes.Length > MaximumTransactionBytes)
        {
            throw AdmissionStatus.Refusal(Admission.Malformed, "the transaction does not decode");
        }

        if (!SHA256.HashData(bytes[..^32]).AsSpan().SequenceEqual(bytes[^32..]))
        {
            throw AdmissionStatus.Refusal(Admission.BadSignature, "the signature does not verify");
        }

        ByteString id = ByteString.CopyFrom(SHA256.HashData(bytes));
        return request.WaitForReceipt
            ? new SubmitResponse { TransactionId = id, Admission = Admission.Accepted, Receipt = id, Height = 7 }
            : new SubmitResponse { TransactionId = id, Admission = Admission.Accepted };
    }
}
