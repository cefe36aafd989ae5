namespace Ledger.Node.Running;

/// <summary>The node does not start: why by name, what is concerned, and what to do.</summary>
/// <param name="what">The file or the address concerned.</param>
/// <param name="field">The field of the configuration that names it.</param>
/// <param name="detail">What was found, one clause, or empty.</param>
public sealed class StartRefusedException(
    StartRefusal refusal, string what, string field, string detail = "", Exception? cause = null)
    : Exception($"{what} ({field}){(detail.Length > 0 ? ": " : "")}{detail}. {StartRefusals.RemedyOf(refusal)}", cause)
{
    public StartRefusal Refusal { get; } = refusal;

    public string What { get; } = what;

    /// <summary>As it stands in the configuration file.</summary>
    public string Field { get; } = field;

    public string Remedy { get; } = StartRefusals.RemedyOf(refusal);
}
