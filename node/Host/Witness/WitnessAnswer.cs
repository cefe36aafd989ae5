using System.Globalization;

namespace Ledger.Node.Witness;

/// <summary>What a witness answers, in the words of HTTP.</summary>
/// <remarks>c2sp.org/tlog-witness, "add-checkpoint". The statuses are the specification's.</remarks>
/// <param name="Status">200, 400, 403, 404, 409 or 422.</param>
/// <param name="ContentType">Of the body.</param>
/// <param name="Body">Signature lines, the size that was cosigned last, or why not.</param>
public sealed record WitnessAnswer(int Status, string ContentType, string Body)
{
    private const string Plain = "text/plain; charset=utf-8";

    /// <summary>The body is none, or asks to go back.</summary>
    public static WitnessAnswer BadRequest(string why) => new(400, Plain, why + "\n");

    /// <summary>Nobody who is trusted for this log signed it, or not enough of them, or a line is false.</summary>
    public static WitnessAnswer Forbidden(string why) => new(403, Plain, why + "\n");

    public static WitnessAnswer UnknownLog { get; } = new(404, Plain, "unknown log\n");

    /// <summary>The client is to prove from this size.</summary>
    public static WitnessAnswer Conflict(ulong size)
        => new(409, "text/x.tlog.size", string.Create(CultureInfo.InvariantCulture, $"{size}\n"));

    public static WitnessAnswer Inconsistent { get; } = new(422, Plain, "not consistent with what was cosigned\n");

    public static WitnessAnswer Cosigned(string lines) => new(200, Plain, lines);
}
