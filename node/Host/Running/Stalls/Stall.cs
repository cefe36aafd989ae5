using Ledger.Client.V1;

namespace Ledger.Node.Running;

/// <summary>A diagnosis: the cause, and the region it is about, if it is about one.</summary>
public sealed record Stall(StallCause Cause, string Region = "")
{
    public static Stall None { get; } = new(StallCause.Unspecified);
}
