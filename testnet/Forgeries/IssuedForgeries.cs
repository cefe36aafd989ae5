namespace Ledger.Testnet.Forgeries;

/// <summary>Documents that are genuine and count no longer, or not yet: their issuer says so.</summary>
internal static class IssuedForgeries
{
    public static Forgery Expired { get; } = new("validity over", "EXPIRED", _ => { });

    public static Forgery Early { get; } = new("validity not begun", "NOT_YET_VALID", _ => { });

    public static Forgery Revoked { get; } = new("revoked", "REVOKED", _ => { });

    public static Forgery Suspended { get; } = new("suspended", "SUSPENDED", _ => { });

    public static Forgery Superseded { get; } = new("superseded", "SUPERSEDED", _ => { });

    public static IReadOnlyList<Forgery> All { get; } = [Expired, Early, Revoked, Suspended, Superseded];
}
