using Ledger.Protocol.Encoding;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Governance;

/// <summary>One thing that the operators of a chain decide together. The numbers on the wire are frozen.</summary>
/// <remarks>PROTOCOL.md E5. Wire: kind u8, then what it holds.</remarks>
public abstract record GovernanceAction
{
    /// <summary>Lets keys in.</summary>
    /// <param name="Possession">The consensus key's own word that somebody holds it; see <see cref="Governance.Possession"/>.</param>
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
        }
    }

    public static GovernanceAction? Read(ref WireReader reader)
    {
        switch (reader.U8())
        {
            case 1:
                return new AddValidator(Validator.Read(ref reader), Governance.Possession.Read(ref reader));
            case 2:
                return new RemoveValidator(reader.Text());
            case 3:
                return new ReplaceValidator(Validator.Read(ref reader), Governance.Possession.Read(ref reader));
            case 4:
                return new SetRegionMinimum(new RegionMinimum(new Region(reader.Text()), reader.U8()));
            case 5:
                return new SetParameters(ChainParameters.Read(ref reader));
            case 6:
                return new Withdraw();
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
