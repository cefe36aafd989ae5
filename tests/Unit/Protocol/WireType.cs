using Ledger.Client.Light;
using Ledger.Consensus;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Statuses;
using Ledger.Protocol.Transactions;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Protocol;

/// <summary>One frozen encoding: how a sample is made, and its bytes decoded and encoded again.</summary>
/// <param name="Recode">Gives null for bytes it refuses; null itself for a type that is only ever hashed.</param>
internal sealed record WireType(string Name, Func<Samples, byte[]> Make, Func<byte[], byte[]?>? Recode)
{
    public static IReadOnlyList<WireType> All { get; } =
    [
        new("transaction-list", s => s.List().Bytes.ToArray(), RecodeTransaction),
        new("transaction-root", s => s.Root().Bytes.ToArray(), RecodeTransaction),
        new("transaction-governance", s => s.Govern().Bytes.ToArray(), RecodeGovernance),
        new("transaction-ready", s => s.Ready().Bytes.ToArray(), RecodeMembership),
        new("transaction-rejoin", s => s.Rejoin().Bytes.ToArray(), RecodeMembership),
        new("transaction-status", s => s.ChangeStatuses().Bytes.ToArray(), RecodeStatuses),
        new("signed-transaction", s => s.Signed().Encode(),
            b => SignedTransaction.TryDecode(b, out SignedTransaction? v) == DecodeFault.None ? v!.Encode() : null),
        new("leaf-record", s => s.Leaf().Encode(), b => LeafRecord.TryRead(b, out LeafRecord v) ? v.Encode() : null),
        new("outcome-record", s => s.Outcome().Encode(), RecodeOutcome),
        new("block-header", s => s.Header().Encode(), RecodeHeader),
        new("block", s => s.Block().Encode(),
            b => Block.TryDecode(b, out Block? v) == DecodeFault.None ? v!.Encode() : null),
        new("batch", s => s.Batch().Bytes.ToArray(), RecodeBatch),
        new("quorum-certificate", s => s.Certificate().Encode(), RecodeCertificate),
        .. Enum.GetValues<MessageKind>().Where(k => k != MessageKind.None).Select(OfMessage),
        new("promise-held", s => s.Held().Encode(), RecodePromise),
        new("promise-prepared", s => s.Prepared().Encode(), RecodePromise),
        new("promise-certified", s => s.Certified().Encode(), RecodePromise),
        new("promise-left", s => s.Left().Encode(), RecodePromise),
        new("promise-entered", s => s.Entered().Encode(), RecodePromise),
        new("promise-recovered", s => s.Recovered().Encode(), RecodePromise),
        new("promise-primary", s => s.Primary().Encode(), RecodePromise),
        new("durable-state", s => s.Durable().Encode(), RecodeDurable),
        new("issuer", s => s.Issuer(7).Encode(),
            b => Issuer.TryDecode(b, out Issuer? v) == DecodeFault.None ? v!.Encode() : null),
        new("issuer-entry", s => s.IssuerEntry().Encode(),
            b => IssuerEntry.TryDecode(b, out IssuerEntry? v) == DecodeFault.None ? v!.Encode() : null),
        new("recovery-order", s => s.RecoveryOrder().ToAction().Body.ToArray(), RecodeOrder),
        new("issuer-action", s => s.IssuerAction().ToAction() is var a ? [a.Kind, .. a.Body.Span] : [], RecodeIssuerAction),
        new("proven-issuers", s => s.ProvenIssuers().Encode(),
            b => ProvenIssuers.TryDecode(b, out ProvenIssuers? v) == DecodeFault.None ? v!.Encode() : null),
        new("status-entry", s => s.StatusEntry().Encode(),
            b => StatusEntry.TryDecode(b, out StatusEntry? v) == DecodeFault.None ? v!.Encode() : null),
        new("status-proof", s => s.StatusProof().Encode(),
            b => StatusProof.TryDecode(b, out StatusProof? v) == DecodeFault.None ? v!.Encode() : null),
        new("issuer-file", s => s.IssuerFile().Encode(),
            b => IssuerFile.TryDecode(b, out IssuerFile? v) == DecodeFault.None ? v!.Encode() : null),
        new("validator-set", s => s.Set().Encode(), null),
        new("genesis", s => s.Genesis().Encode(), null),
        new("receipt", s => s.Receipt().Encode(),
            b => Receipt.TryDecode(b, out Receipt? v) == DecodeFault.None ? v!.Encode() : null),
        new("epoch-link", s => s.Link().Encode(),
            b => EpochLink.TryDecode(b, out EpochLink? v) == DecodeFault.None ? v!.Encode() : null),
        new("epoch-file", s => s.EpochFile().Encode(),
            b => EpochFile.TryDecode(b, out EpochFile? v) == DecodeFault.None ? v!.Encode() : null),
        new("light-file", s => s.LightFile().Encode(),
            b => LightFile.TryDecode(b, out LightFile? v) == DecodeFault.None ? v!.Encode() : null),
        new("published-checkpoint", s => s.Published().Encode(),
            b => PublishedCheckpoint.TryDecode(b, Committee.Suites, out PublishedCheckpoint? v) == DecodeFault.None ? v!.Encode() : null),
        new("evidence-of-two", s => s.Two().Encode(), RecodeMisbehavior),
        new("evidence-hidden-commit", s => s.Hidden().Encode(), RecodeMisbehavior),
        new("evidence-below-commit", s => s.Below().Encode(), RecodeMisbehavior),
    ];

    public override string ToString() => Name;

    private static byte[]? RecodeOrder(byte[] bytes)
    {
        GovernanceAction action = new RecoveryOrder(new Epoch(0), View.Zero, []).ToAction() with { Body = bytes };
        return RecoveryOrder.Of(new GovernanceChange(default, 0, [action]))?.ToAction().Body.ToArray();
    }

    private static byte[]? RecodeIssuerAction(byte[] bytes)
        => bytes.Length > 0 && IssuerAction.TryRead(new GovernanceAction.Later(bytes[0], bytes.AsMemory(1))) is { } read
            ? [bytes[0], .. read.ToAction().Body.Span]
            : null;

    private static WireType OfMessage(MessageKind kind) => new(
        $"message-{kind.ToString().ToLowerInvariant()}",
        s => s.Message(kind).Encode(),
        b => MessageDecoder.ReadOwn<Message>(b)?.Encode());

    private static byte[]? RecodeTransaction(byte[] bytes)
    {
        if (Transaction.TryDecode(bytes, out Transaction? decoded) != DecodeFault.None)
        {
            return null;
        }

        AnchorTransaction read = (AnchorTransaction)decoded!;
        bool list = read.Kind == TransactionKind.AnchorList;
        Transaction again = list
            ? AnchorTransaction.List(read.ChainId, read.ValidUntil, read.Issuer, read.Terms, read.Commitments.Span)
            : AnchorTransaction.Root(
                read.ChainId, read.ValidUntil, read.Issuer, read.Terms, read.Count, new(read.Commitments.Span));
        return again.Bytes.ToArray();
    }

    private static byte[]? RecodeGovernance(byte[] bytes)
        => Transaction.TryDecode(bytes, out Transaction? decoded) == DecodeFault.None && decoded is GovernanceTransaction read
            ? GovernanceTransaction.Of(read.Change, read.ValidUntil, read.Approvals).Bytes.ToArray()
            : null;

    private static byte[]? RecodeStatuses(byte[] bytes)
        => Transaction.TryDecode(bytes, out Transaction? decoded) == DecodeFault.None && decoded is StatusTransaction read
            ? StatusTransaction.Of(read.ChainId, read.ValidUntil, read.Issuer, read.Changes).Bytes.ToArray()
            : null;

    private static byte[]? RecodeMembership(byte[] bytes)
        => Transaction.TryDecode(bytes, out Transaction? decoded) != DecodeFault.None || decoded is not MembershipTransaction read ? null
            : read.Kind == TransactionKind.Ready
                ? MembershipTransaction.Ready(read.ChainId, read.ValidUntil, read.Name, read.Epoch, read.Incarnation).Bytes.ToArray()
                : MembershipTransaction.Rejoin(read.ChainId, read.ValidUntil, read.Name, read.Epoch, read.Incarnation).Bytes.ToArray();

    private static byte[]? RecodeBatch(byte[] bytes)
        => Batch.TryDecode(bytes, out Batch? read) == DecodeFault.None
            ? Batch.Of(read!.Origin, read.Transactions).Bytes.ToArray()
            : null;

    private static byte[]? RecodeOutcome(byte[] bytes)
    {
        WireReader reader = new(bytes);
        OutcomeRecord read = OutcomeRecord.Read(ref reader);
        return reader.Finish() == DecodeFault.None ? read.Encode() : null;
    }

    private static byte[]? RecodeHeader(byte[] bytes)
    {
        WireReader reader = new(bytes);
        BlockHeader read = BlockHeader.Read(ref reader);
        return reader.Finish() == DecodeFault.None ? read.Encode() : null;
    }

    private static byte[]? RecodeCertificate(byte[] bytes)
    {
        WireReader reader = new(bytes);
        QuorumCertificate read = QuorumCertificate.Read(ref reader);
        return reader.Finish() == DecodeFault.None ? read.Encode() : null;
    }

    private static byte[]? RecodePromise(byte[] bytes)
    {
        WireReader reader = new(bytes);
        Promise? read = Promise.Read(ref reader);
        return reader.Finish() == DecodeFault.None ? read?.Encode() : null;
    }

    private static byte[]? RecodeMisbehavior(byte[] bytes)
        => Misbehavior.TryDecode(bytes, out Misbehavior? read) == DecodeFault.None ? read!.Encode() : null;

    private static byte[]? RecodeDurable(byte[] bytes)
    {
        DurableState state = new();
        return state.TryApplyRecord(bytes) ? state.Encode() : null;
    }
}
