using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Governance;

/// <summary>What operators decide about who may anchor, since protocol version 2; each stands alone in its own change.</summary>
/// <remarks>
/// PROTOCOL.md E6. The body of a <see cref="GovernanceAction.Later"/> of kind 7, 8 or 9. The index is given by the chain: the next
/// that no issuer ever had.
/// </remarks>
public abstract record IssuerAction
{
    private const byte AddKind = 7;
    private const byte ReplaceKind = 8;
    private const byte RetireKind = 9;

    /// <summary>One more issuer. Body: name, region, suite u8, key behind its length, possession 64.</summary>
    /// <param name="Record">Its index stands for nothing, and is 0.</param>
    /// <param name="Possession">The key's own word that somebody holds it.</param>
    public sealed record Add(Issuer Record, ReadOnlyMemory<byte> Possession) : IssuerAction;

    /// <summary>Another key for the issuer of that name and region. Body as for <see cref="Add"/>.</summary>
    public sealed record Replace(Issuer Record, ReadOnlyMemory<byte> Possession) : IssuerAction;

    /// <summary>An issuer anchors nothing more, ever. Body: its name.</summary>
    public sealed record Retire(string Name) : IssuerAction;

    public GovernanceAction.Later ToAction() => this switch
    {
        Add a => new(AddKind, BodyOf(a.Record, a.Possession)),
        Replace a => new(ReplaceKind, BodyOf(a.Record, a.Possession)),
        Retire a => new(RetireKind, new WireWriter().Text(a.Name).ToArray()),
        _ => throw new ArgumentOutOfRangeException(nameof(IssuerAction), this, "No such action."),
    };

    /// <summary>Null for bytes that are none of these.</summary>
    public static IssuerAction? TryRead(GovernanceAction.Later action)
    {
        WireReader reader = new(action.Body.Span);
        IssuerAction? read = action.Kind switch
        {
            AddKind => new Add(ReadRecord(ref reader), Governance.Possession.Read(ref reader, SignatureSuites.SignatureSize)),
            ReplaceKind => new Replace(ReadRecord(ref reader), Governance.Possession.Read(ref reader, SignatureSuites.SignatureSize)),
            RetireKind => new Retire(reader.Text()),
            _ => null,
        };
        return reader.Finish() == DecodeFault.None ? read : null;
    }

    internal static bool Has(byte kind) => kind is AddKind or ReplaceKind or RetireKind;

    private static byte[] BodyOf(Issuer record, ReadOnlyMemory<byte> possession)
    {
        WireWriter writer = new();
        record.WriteMember(writer);
        return writer.Raw(possession.Span).ToArray();
    }

    private static Issuer ReadRecord(ref WireReader reader)
        => new(
            0,
            reader.Text(),
            new Region(reader.Text()),
            (SuiteId)reader.U8(),
            reader.Block(Validator.MaximumKeyBytes).ToArray());
}
