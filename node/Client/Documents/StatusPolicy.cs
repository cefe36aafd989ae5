namespace Ledger.Client;

/// <summary>How old a status proof may be for whoever verifies.</summary>
/// <param name="MaximumAge">Null when none is asked for: then a document without any proof of its status is taken as active.</param>
public sealed record StatusPolicy(TimeSpan? MaximumAge)
{
    /// <summary>A day.</summary>
    public static StatusPolicy Default { get; } = new(TimeSpan.FromHours(24));

    /// <summary>Freshness is not asked for: whoever chooses this takes a revoked document for a good one, if nobody tells.</summary>
    public static StatusPolicy Waived { get; } = new((TimeSpan?)null);
}
