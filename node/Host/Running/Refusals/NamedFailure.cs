using Ledger.Protocol.Validators;
using Ledger.Storage;

namespace Ledger.Node.Running;

/// <summary>A failure that has a name, a place and a remedy, whichever part of the node found it.</summary>
/// <param name="Name">The enum value that a log line and a test name.</param>
/// <param name="File">The file or address concerned.</param>
/// <param name="Offset">Byte offset in the file; 0 when the whole is meant.</param>
/// <param name="Remedy">What the operator does.</param>
public sealed record NamedFailure(string Name, string File, long Offset, string Remedy)
{
    /// <summary>The failure behind an exception; null for one without a name.</summary>
    public static NamedFailure? Of(Exception exception) => exception switch
    {
        StorageFaultException fault => new NamedFailure(fault.Fault.ToString(), fault.File, fault.Offset, fault.Remedy),
        StorageFailure failure => new NamedFailure(failure.Trouble.ToString(), failure.File, 0, failure.Remedy),
        StartRefusedException refused => new NamedFailure(refused.Refusal.ToString(), refused.What, 0, refused.Remedy),
        UnsupportedProtocolException old => new NamedFailure(ProtocolRemedy.Name, old.Start.ToString(), 0, ProtocolRemedy.Of(old)),
        AggregateException { InnerException: { } inner } => Of(inner),
        _ => null,
    };
}
