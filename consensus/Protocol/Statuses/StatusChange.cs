using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Statuses;

/// <summary>One change of one commitment's status.</summary>
/// <remarks>Wire: commitment 32, action u8, reason u8, and of a Supersede the successor 32, which is another commitment.</remarks>
/// <param name="Successor">What takes its place; null but for <see cref="StatusAction.Supersede"/>.</param>
public readonly record struct StatusChange(Digest Commitment, StatusAction Action, StatusReason Reason, Digest? Successor = null)
{
    public void Write(WireWriter writer)
    {
        writer.Digest(Commitment).U8((byte)Action).U8((byte)Reason);
        if (Successor is { } successor)
        {
            writer.Digest(successor);
        }
    }

    public static StatusChange Read(ref WireReader reader)
    {
        Digest commitment = reader.Digest();
        StatusAction action = (StatusAction)reader.U8();
        StatusReason reason = (StatusReason)reader.U8();
        reader.Require(action is >= StatusAction.Revoke and <= StatusAction.Supersede, DecodeFault.UnknownKind);
        reader.Require(reason <= StatusReason.UnderReview, DecodeFault.UnknownKind);
        Digest? successor = action == StatusAction.Supersede ? reader.Digest() : null;
        reader.Require(successor != commitment, DecodeFault.NotCanonical);
        return new StatusChange(commitment, action, reason, successor);
    }
}
