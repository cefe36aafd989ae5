using Ledger.Client.V1;

namespace Ledger.Node.Running;

/// <summary>The engine's refusals in the RPC's words.</summary>
public sealed partial class LedgerGateway
{
    private static readonly Dictionary<Engine.Admission.Admission, (Admission Code, string Why)> Refusals = new()
    {
        [Engine.Admission.Admission.WrongChain] = (Admission.WrongChain, "the transaction names another chain"),
        [Engine.Admission.Admission.UnknownIssuer] = (Admission.UnknownIssuer, "no issuer is registered under its index"),
        [Engine.Admission.Admission.RetiredIssuer] = (Admission.RetiredIssuer, "its issuer was retired"),
        [Engine.Admission.Admission.BadSignature] = (Admission.BadSignature, "the signature is not the issuer's"),
        [Engine.Admission.Admission.NotEnactable] =
            (Admission.NotEnactable, "as the chain stands it would change nothing: stale, unapproved, or out of turn"),
        [Engine.Admission.Admission.NotInForce] =
            (Admission.NotInForce, "it asks for what the protocol version in force does not have"),
        [Engine.Admission.Admission.StatusConflict] =
            (Admission.StatusConflict, "a commitment's status does not allow it: final, suspended already, or not suspended"),
        [Engine.Admission.Admission.Expired] = (Admission.Expired, "its valid-until height has passed"),
        [Engine.Admission.Admission.ValidityTooLong] =
            (Admission.ValidityTooLong, "its valid-until height is further ahead than this chain allows"),
        [Engine.Admission.Admission.Following] =
            (Admission.Following, "this node follows and does not take submissions: ask a validator"),
        [Engine.Admission.Admission.Full] = (Admission.PoolFull, "this validator's pool is full: come back later"),
    };
}
