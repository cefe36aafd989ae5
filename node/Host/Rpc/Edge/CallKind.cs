namespace Ledger.Node.Rpc.Edge;

/// <summary>What a call costs while it lasts.</summary>
internal enum CallKind
{
    /// <summary>One answer, soon.</summary>
    Unary,

    /// <summary>Answers as they come, for long: watches.</summary>
    Watch,

    /// <summary>Requests as they come, for long: submissions, and the questions of reflection.</summary>
    Submit,
}
