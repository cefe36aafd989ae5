using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Governance;

/// <summary>One thing that the operators of a chain decide together. The numbers on the wire are frozen.</summary>
/// <remarks>
/// PROTOCOL.md E5, P2. Wire: kind u8, then what it holds. From 7 on every kind has its length before it, so that a program reads
/// those of versions that it does not have, and says the same of them as every other.
/// </remarks>
public abstract record GovernanceAction
{
    /// <summary>The first kind that version 1 does not have.</summary>
    public const byte FirstLaterKind = 7;

    /// <summary>Most bytes that such an action holds.</summary>
    public const int MaximumLaterBytes = 1024;

    /// <summary>The protocol version that brought it.</summary>
    public virtual uint Since => ProtocolVersions.First;

    /// <summary>Lets keys in.</summary>
    /// <param name="Possession">The keys' own word that somebody holds them; see <see cref="Governance.Possession"/>.</param>
    public abstract record LetIn(Validator Validator, ReadOnlyMemory<byte> Possession) : GovernanceAction;

    /// <summary>A new member. It counts from the time when its own node says that it is ready.</summary>
    public sealed record AddValidator(Validator Validator, ReadOnlyMemory<byte> Possession) : LetIn(Validator, Possession);

    public sealed record RemoveValidator(string Name) : GovernanceAction;

    /// <summary>Other keys, or another region, for a member of the same name. A new consensus key counts from its Ready on.</summary>
    public sealed record ReplaceValidator(Validator Validator, ReadOnlyMemory<byte> Possession) : LetIn(Validator, Possession);

    /// <summary>How many of a region's validators every quorum needs from now on.</summary>
    public sealed record SetRegionMinimum(RegionMinimum Minimum) : GovernanceAction;

    public sealed record SetParameters(ChainParameters Parameters) : GovernanceAction;

    /// <summary>Gives up the change that still waits for a Ready. Stands alone in its own change.</summary>
    public sealed record Withdraw : GovernanceAction;

    /// <summary>An action that version 1 does not have: bytes, which execution reads once its version is in force.</summary>
    /// <remarks>
    /// Decoding judges only its length, in every program alike: whether a batch is well-formed must not depend on who reads it.
    /// </remarks>
    public sealed record Later(byte Kind, ReadOnlyMemory<byte> Body) : GovernanceAction
    {
        public override uint Since => IssuerAction.Has(Kind) || Kind == RecoveryOrder.Kind
            ? ProtocolVersions.IssuersByGovernance : uint.MaxValue;
    }

    public void Write(WireWriter writer)
    {
        switch (this)
        {
            case AddValidator a:
                WriteMember(writer.U8(1), a);
                break;
            case RemoveValidator a:
                writer.U8(2).Text(a.Name);
                break;
            case ReplaceValidator a:
                WriteMember(writer.U8(3), a);
                break;
            case SetRegionMinimum a:
                writer.U8(4).Text(a.Minimum.Region.Code).U8(a.Minimum.Minimum);
                break;
            case SetParameters a:
                a.Parameters.Write(writer.U8(5));
                break;
            case Withdraw:
                writer.U8(6);
                break;
            case Later a:
                writer.U8(a.Kind).Block(a.Body.Span);
                break;
        }
    }

    public static GovernanceAction? Read(ref WireReader reader)
    {
        byte kind = reader.U8();
        switch (kind)
        {
            case 1:
                return new AddValidator(
                    Validator.Read(ref reader), Governance.Possession.Read(ref reader, Governance.Possession.ValidatorBytes));
            case 2:
                return new RemoveValidator(reader.Text());
            case 3:
                return new ReplaceValidator(
                    Validator.Read(ref reader), Governance.Possession.Read(ref reader, Governance.Possession.ValidatorBytes));
            case 4:
                return new SetRegionMinimum(new RegionMinimum(new Region(reader.Text()), reader.U8()));
            case 5:
                return new SetParameters(ChainParameters.Read(ref reader));
            case 6:
                return new Withdraw();
            case >= FirstLaterKind:
                return new Later(kind, reader.Block(MaximumLaterBytes).ToArray());
            default:
                reader.Fail(DecodeFault.UnknownKind);
                return null;
        }
    }

    private static void WriteMember(WireWriter writer, LetIn member)
    {
        member.Validator.Write(writer);
        writer.Raw(member.Possession.Span);
    }
}
