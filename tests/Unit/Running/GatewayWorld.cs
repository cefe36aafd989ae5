using Google.Protobuf;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Engine.Execution;
using Ledger.Node.Running;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Testnet.Stages;
using Ledger.Tests.Unit.Consensus;
using Ledger.Tests.Unit.Engine;

namespace Ledger.Tests.Unit.Running;

/// <summary>A validator without sockets: the gateway of its RPC over the engine on its own thread, in memory.</summary>
internal sealed class GatewayWorld : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SingleNode _node = new();
    private readonly EngineLoop _loop;
    private readonly LedgerGateway _gateway;

    public GatewayWorld()
    {
        _loop = new EngineLoop(_node.Engine, new NodeClock());
        _gateway = new LedgerGateway(
            _loop, new CommitHub(), new IssuerRegistry(_node.Genesis), Committee.Suites,
            report: null!, statuses: null!, // asked for status alone, which nobody does here
            new Readiness(), onAdmitted: _ => { });
        _loop.Start();
    }

    public Digest ChainId => _node.Genesis.ChainId;

    /// <summary>A transaction that breaks no rule, of one commitment that its number tells from others.</summary>
    public SignedTransaction Anchor(
        int number = 1, ulong validUntil = 9_000, uint issuer = 0, Digest? chain = null, uint? signedBy = null)
    {
        AnchorTerms terms = new(CommitmentScheme.SaltedFile, 7, 0, 0);
        byte[] commitment = Sha256.Hash(BitConverter.GetBytes(number)).ToArray();
        return SignedTransaction.Sign(
            AnchorTransaction.List(chain ?? ChainId, new Height(validUntil), issuer, terms, commitment),
            Committee.IssuerKey(signedBy ?? issuer));
    }

    public Task<SubmitResponse> SubmitAsync(byte[] bytes)
        => _gateway.SubmitAsync(new SubmitRequest { Transaction = ByteString.CopyFrom(bytes) }, default);

    /// <summary>Everything a submission could have changed.</summary>
    public Task<(ulong Leaves, Digest StateRoot, Height Head, (int, int, long) Waiting)> SeenAsync()
        => _loop.AskAsync(
            engine => (engine.State.Log.Size, engine.State.Map.Root, engine.State.Block.Height, engine.Waiting), default);

    public async Task<GetReceiptResponse> CommittedAsync(SignedTransaction signed)
    {
        GetReceiptRequest request = new() { TransactionId = ByteString.CopyFrom(signed.Transaction.Id.ToArray()) };
        GetReceiptResponse answer = new();
        await Wait.UntilAsync("the transaction's commit", Patience, default, async () =>
        {
            answer = await _gateway.GetReceiptAsync(request, default);
            return answer.State == ReceiptState.Committed;
        });
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await _loop.StopAsync();
        _loop.Dispose();
    }
}
