namespace Ledger.Testnet.Links;

/// <summary>How a link fails.</summary>
public enum CutMode : byte
{
    /// <summary>
    /// Nothing passes and nobody is told: a black hole. What was under way arrives after healing, as TCP sends again.
    /// </summary>
    Silent = 0,

    /// <summary>As <see cref="Silent"/>, but healing resets what stood: a middle box has forgotten its connections.</summary>
    SilentThenReset,

    /// <summary>Connections are reset at once, and new ones are refused.</summary>
    Refused,
}
