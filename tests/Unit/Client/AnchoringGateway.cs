using Google.Protobuf;
using Ledger.Client.Errors;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Node.Rpc;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Statuses;
using Ledger.Protocol.Transactions;
using Ledger.Storage.State;
using Ledger.Tests.Unit.Merkle;
using Ledger.Tests.Unit.Protocol;
using Outcome = Ledger.Client.V1.Outcome;

namespace Ledger.Tests.Unit.Client;

/// <summary>A node for tests: each transaction becomes a block, certified by the test chain's real keys.</summary>
internal sealed class AnchoringGateway : ILedgerGateway
{
    private readonly TestChain _chain = TestChain.TwoAndTwo;
    private readonly MemoryTiles _tiles = new();
    private readonly List<(AnchorTransaction Transaction, ulong FirstLeaf, BlockHeader Header)> _blocks = [];
    private readonly Dictionary<(uint Issuer, Digest Commitment), StatusEntry> _statuses = [];
    private SparseMerkleMap _map = SparseMerkleMap.Empty;
    private BlockHeader _head;

    public AnchoringGateway()
    {
        _tiles.Append(_chain.Genesis.Leaf.Encode());
        _head = _chain.MakeReceipt().Header;
        Time = DateTimeOffset.UtcNow;
        ChainId = _chain.Genesis.ChainId;
    }

    public Digest ChainId { get; set; }

    /// <summary>Answers this many submissions with UNAVAILABLE, after taking the transaction.</summary>
    public int Stumbles { get; set; }

    /// <summary>Refuses every submission so.</summary>
    public Admission? Refusal { get; set; }

    /// <summary>What blocks say of transactions.</summary>
    public Outcome Outcome { get; set; } = Outcome.Anchored;

    /// <summary>Answers this many questions for a receipt with PENDING.</summary>
    public int PendingAnswers { get; set; }

    /// <summary>What is done to each receipt before it is sent.</summary>
    public Func<Receipt, Receipt> Tamper { get; set; } = receipt => receipt;

    /// <summary>What is done to each status proof before it is sent.</summary>
    public Func<StatusProof, StatusProof> TamperStatus { get; set; } = proof => proof;

    /// <summary>The time of the blocks from now on.</summary>
    public DateTimeOffset Time
    {
        set => _head = _head with { TimeMs = (ulong)value.ToUnixTimeMilliseconds() };
    }

    /// <summary>Every submission, as its bytes in hex.</summary>
    public List<string> Submitted { get; } = [];

    public Task<SubmitResponse> SubmitAsync(SubmitRequest request, CancellationToken cancellation)
    {
        Submitted.Add(Convert.ToHexString(request.Transaction.Span));
        if (Refusal is { } refusal)
        {
            throw AdmissionStatus.Refusal(refusal, "by this test");
        }

        SignedTransaction.TryDecode(request.Transaction.Memory, out SignedTransaction? signed);
        Assert.NotNull(signed);
        if (signed.Transaction is StatusTransaction change)
        {
            return Task.FromResult(new SubmitResponse { Outcome = (Outcome)Change(change), Height = _head.Height.Value });
        }

        if (_blocks.All(b => b.Transaction.Id != signed.Transaction.Id))
        {
            Commit((AnchorTransaction)signed.Transaction);
        }

        return Stumbles-- > 0
            ? throw AdmissionStatus.Refusal(Admission.NotReady, "stumbled")
            : Task.FromResult(new SubmitResponse
            {
                Admission = Admission.Accepted,
                Outcome = Outcome,
                Height = _head.Height.Value,
            });
    }

    public Task<GetReceiptResponse> GetReceiptAsync(GetReceiptRequest request, CancellationToken cancellation)
    {
        int block = _blocks.FindIndex(b => b.Transaction.Id == new Digest(request.TransactionId.Span));
        return block < 0 ? throw AdmissionStatus.UnknownTransaction()
            : PendingAnswers-- > 0 ? Task.FromResult(new GetReceiptResponse { State = ReceiptState.Pending })
            : Task.FromResult(new GetReceiptResponse
            {
                State = ReceiptState.Committed,
                Outcome = Outcome,
                Receipt = Encode(ReceiptOf(block, request.LeafOffset)),
            });
    }

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellation)
    {
        CheckResponse response = new() { Height = _head.Height.Value, Verdict = CheckVerdict.NotFound };
        for (int block = 0; block < _blocks.Count; block++)
        {
            for (uint leaf = 0; leaf < _blocks[block].Transaction.LeafCount; leaf++)
            {
                Receipt receipt = ReceiptOf(block, leaf);
                if (request.Commitment.Span.SequenceEqual(receipt.Leaf.Commitment.ToArray()))
                {
                    response.Verdict = CheckVerdict.Found;
                    response.Matches.Add(new AnchorMatch { Receipt = Encode(receipt) });
                }
            }
        }

        return Task.FromResult(response);
    }

    public Task<GetAnchorStatusResponse> GetAnchorStatusAsync(GetAnchorStatusRequest request, CancellationToken cancellation)
    {
        (uint issuer, Digest commitment) = (request.Issuer, new Digest(request.Commitment.Span));
        StatusEntry? entry = _statuses.GetValueOrDefault((issuer, commitment));
        (IReadOnlyList<Digest> siblings, MapLeaf? end) = _map.ProveEnd(SparseMerkleMap.PathOf(StatusEntry.KeyOf(issuer, commitment)));
        StatusProof proof = new(
            _head, _chain.Certify(_head), issuer, commitment, entry, entry is null ? end : null, new MapProof(siblings));
        return Task.FromResult(new GetAnchorStatusResponse
        {
            Proof = ByteString.CopyFrom(TamperStatus(proof).Encode()),
            Height = _head.Height.Value,
        });
    }

    public Task<StatusResponse> GetStatusAsync(GetStatusRequest request, CancellationToken cancellation)
        => Task.FromResult(new StatusResponse
        {
            ChainId = ByteString.CopyFrom(ChainId.ToArray()),
            Validator = "validator-0",
            Height = _head.Height.Value,
            StallCause = StallCause.QuorumUnreachable,
            StallMs = 12_345,
            Quorum = 3,
            Reachable = 2,
            Missing = { "SZ-2", "SG-1" },
            Peers =
            {
                new PeerStatus { Validator = "SG-1", Region = "SG", Connected = true, Heard = true, HeardMsAgo = 12_000 },
            },
        });

    public Task<GetEpochsResponse> GetEpochsAsync(GetEpochsRequest request, CancellationToken cancellation)
        => throw new RpcException(ErrorCode.Unimplemented, "no test asks");

    /// <summary>Nothing was decided since the genesis.</summary>
    public Task<GovernanceResponse> GetGovernanceAsync(GetGovernanceRequest request, CancellationToken cancellation)
        => Task.FromResult(new GovernanceResponse());

    public Task<GetHeadersResponse> GetHeadersAsync(GetHeadersRequest request, CancellationToken cancellation)
        => throw new RpcException(ErrorCode.Unimplemented, "no test asks");

    public IAsyncEnumerable<BlockEvent> WatchAsync(WatchRequest request, CancellationToken cancellation)
        => throw new RpcException(ErrorCode.Unimplemented, "no test watches");

    /// <summary>As a block with it would: all changes, or the first refusal.</summary>
    private Ledger.Protocol.Blocks.Outcome Change(StatusTransaction transaction)
    {
        _head = _head with { Height = _head.Height.Next, Parent = _head.ComputeId().Sha256 };
        Dictionary<(uint, Digest), StatusEntry> after = [];
        foreach (StatusChange change in transaction.Changes)
        {
            (uint, Digest) key = (transaction.Issuer, change.Commitment);
            Ledger.Protocol.Blocks.Outcome outcome = StatusRules.TryChange(
                _statuses.GetValueOrDefault(key), change, _head.Height, _head.TimeMs, out StatusEntry? entry);
            if (entry is null)
            {
                return outcome;
            }

            after[key] = entry;
        }

        foreach (((uint Issuer, Digest Commitment) key, StatusEntry entry) in after)
        {
            _statuses[key] = entry;
            _map = _map.Apply([MapChange.Set(StatusEntry.KeyOf(key.Issuer, key.Commitment), entry.Encode())]);
        }

        _head = _head with { StateRoot = _map.Root };
        return Ledger.Protocol.Blocks.Outcome.StatusChanged;
    }

    private void Commit(AnchorTransaction transaction)
    {
        byte[] records = new byte[transaction.LeafCount * LeafRecord.Size];
        LeafRecord.WriteAll(transaction, records);
        ulong first = _tiles.Frontier.Size;
        _tiles.Append(records);
        _head = _head with
        {
            Height = _head.Height.Next,
            Parent = _head.ComputeId().Sha256,
            OutcomesRoot = OutcomeOf(transaction, first).Root,
            LogSize = _tiles.Frontier.Size,
            LogRoot = _tiles.Frontier.Root.Sha256,
            LogRootSm3 = _tiles.Frontier.Root.Sm3,
        };
        _blocks.Add((transaction, first, _head));
    }

    private Receipt ReceiptOf(int block, uint leaf)
    {
        (AnchorTransaction transaction, ulong first, BlockHeader header) = _blocks[block];
        byte[] records = new byte[transaction.LeafCount * LeafRecord.Size];
        LeafRecord.WriteAll(transaction, records);
        LeafRecord.TryRead(records.AsSpan((int)leaf * LeafRecord.Size, LeafRecord.Size), out LeafRecord record);
        InclusionProof proof = new AnchorProver(_tiles).ProveInclusion(first + leaf, header.LogSize);
        return new Receipt(record, proof, header, [], _chain.Certify(header), OutcomeOf(transaction, first));
    }

    /// <summary>Of a block's only transaction.</summary>
    private static OutcomeProof OutcomeOf(Transaction transaction, ulong first) => OutcomeProof.Of(
        [new OutcomeRecord(transaction.Id, Ledger.Protocol.Blocks.Outcome.Anchored, first, (uint)transaction.LeafCount)], 0);

    private ByteString Encode(Receipt receipt) => ByteString.CopyFrom(Tamper(receipt).Encode());
}
