using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Governance;

/// <summary>A change with the approvals that carry it; whoever submits it signs nothing more.</summary>
/// <remarks>After the header: the change, count u8 of approvals, then these in the order of their validators, none twice.</remarks>
public sealed class GovernanceTransaction : Transaction
{
    /// <summary>Longest canonical bytes: a change of all actions at their longest, approved by a full set.</summary>
    public const int LongestBytes = 32 * 1024;

    private GovernanceTransaction(ReadOnlyMemory<byte> bytes, TransactionHeader header, ref WireReader reader)
        : base(bytes, header)
    {
        Change = GovernanceChange.Read(ref reader);
        int count = reader.U8();
        reader.Require(count <= ValidatorSet.MaximumSize, DecodeFault.TooLong);
        List<Approval> approvals = [];
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            approvals.Add(Approval.Read(ref reader));
            reader.Require(i == 0 || approvals[i].Operator.Value > approvals[i - 1].Operator.Value, DecodeFault.NotCanonical);
        }

        Approvals = approvals;
    }

    public GovernanceChange Change { get; }

    public IReadOnlyList<Approval> Approvals { get; }

    public static GovernanceTransaction Of(GovernanceChange change, Height validUntil, IEnumerable<Approval> approvals)
    {
        Approval[] ordered = [.. approvals.OrderBy(a => a.Operator)];
        TransactionHeader header = new(change.ChainId, TransactionKind.Governance, validUntil);
        WireWriter writer = header.Write(new WireWriter());
        change.Write(writer);
        writer.U8((byte)ordered.Length);
        Array.ForEach(ordered, a => a.Write(writer));
        DecodeFault fault = TryDecode(writer.ToArray(), out Transaction? built);
        return built as GovernanceTransaction ?? throw new ArgumentException($"These values make no transaction: {fault}.");
    }

    internal static GovernanceTransaction Read(ReadOnlyMemory<byte> bytes, TransactionHeader header, ref WireReader reader)
    {
        reader.Require(bytes.Length <= LongestBytes, DecodeFault.TooLong);
        GovernanceTransaction read = new(bytes, header, ref reader);
        reader.Require(read.Change.ChainId == header.ChainId, DecodeFault.NotCanonical);
        return read;
    }
}
