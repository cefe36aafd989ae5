using Google.Protobuf;
using Ledger.Client.Errors;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Node.Rpc;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Receipts;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Unit.Client;

/// <summary>A node for tests that has only headers: three epochs of twenty heights, a certificate at every fifth.</summary>
internal sealed class LightGateway(EpochChain chain) : ILedgerGateway
{
    public const ulong LastHeight = 60;

    private const ulong MostHeaders = 8;

    private readonly List<BlockHeader> _headers = HeadersOf(chain);

    /// <summary>How far it has the chain.</summary>
    public ulong Height { get; set; } = LastHeight;

    /// <summary>Whoever signs its certificates.</summary>
    public ulong Signers { get; set; } = TestChain.ThreeSigners;

    /// <summary>What it makes of an answer before it gives it.</summary>
    public Func<GetHeadersResponse, GetHeadersResponse>? Twist { get; set; }

    public BlockHeader this[ulong height] => _headers[(int)height - 1];

    /// <summary>From a height on it has another chain, final like the first.</summary>
    public void Fork(ulong from)
    {
        for (ulong height = from; height <= LastHeight; height++)
        {
            _headers[(int)height - 1] = this[height] with { StateRoot = Sha256.Hash("another"u8) };
            _headers[(int)height - 1] = height == 1 ? this[height] : this[height] with { Parent = this[height - 1].ComputeId().Sha256 };
        }
    }

    public QuorumCertificate Certify(BlockHeader header) => chain[(int)header.Epoch.Value].Certify(header, Signers);

    public Task<GetHeadersResponse> GetHeadersAsync(GetHeadersRequest request, CancellationToken cancellation)
    {
        ulong newest = Height - (Height % 5);
        ulong from = request.FromHeight == 0 ? newest : request.FromHeight;
        GetHeadersResponse response = new() { Height = newest };
        int epoch = from == 0 || from > LastHeight ? 0 : (int)this[from].Epoch.Value;
        BlockHeader[] run = from == 0 || from > newest ? [] :
        [
            .. _headers.Where(h => h.Height.Value >= from && h.Height.Value <= newest && h.Epoch.Value == epoch)
                .TakeWhile((h, i) => (ulong)i < MostHeaders),
        ];
        int certified = Array.FindLastIndex(run, h => h.Height.Value % 5 == 0) + 1;
        response.Headers.Add(run[..certified].Select(h => ByteString.CopyFrom(h.Encode())));
        response.Certificate = certified == 0 ? ByteString.Empty : ByteString.CopyFrom(Certify(run[certified - 1]).Encode());
        return Task.FromResult(Twist?.Invoke(response) ?? response);
    }

    public Task<GetEpochsResponse> GetEpochsAsync(GetEpochsRequest request, CancellationToken cancellation)
    {
        GetEpochsResponse response = new();
        IEnumerable<EpochLink> links = chain.Links.Where(l => l.Next.Number.Value >= request.FromEpoch && l.Next.Start.Value <= Height);
        response.Links.Add(links.Select(l => ByteString.CopyFrom(l.Encode())));
        return Task.FromResult(response);
    }

    public Task<SubmitResponse> SubmitAsync(SubmitRequest request, CancellationToken cancellation) => throw Unasked();

    public Task<GetReceiptResponse> GetReceiptAsync(GetReceiptRequest request, CancellationToken cancellation) => throw Unasked();

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellation) => throw Unasked();

    public Task<GetAnchorStatusResponse> GetAnchorStatusAsync(GetAnchorStatusRequest request, CancellationToken cancellation)
        => throw Unasked();

    public Task<StatusResponse> GetStatusAsync(GetStatusRequest request, CancellationToken cancellation) => throw Unasked();

    public Task<GovernanceResponse> GetGovernanceAsync(GetGovernanceRequest request, CancellationToken cancellation) => throw Unasked();

    public IAsyncEnumerable<BlockEvent> WatchAsync(WatchRequest request, CancellationToken cancellation) => throw Unasked();

    private static List<BlockHeader> HeadersOf(EpochChain chain)
    {
        List<BlockHeader> headers = [];
        for (ulong height = 1; height <= LastHeight; height++)
        {
            int epoch = (int)((height - 1) / EpochChain.Heights);
            bool ends = height % EpochChain.Heights == 0;
            BlockHeader template = chain[epoch].MakeReceipt().Header;
            headers.Add(template with
            {
                Height = new(height),
                Parent = headers.Count == 0 ? Sha256.Hash("origin"u8) : headers[^1].ComputeId().Sha256,
                TimeMs = 1_700_000_000_000 + height,
                NextConfigurationHash = ends ? chain[epoch + 1].Configuration.Hash : chain[epoch].Configuration.Hash,
            });
        }

        return headers;
    }

    private static RpcException Unasked() => new(ErrorCode.Unimplemented, "no test asks");
}
