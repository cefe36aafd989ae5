namespace Ledger.Storage;

/// <summary>Stored bytes are not what was written: says which rule, in which file, where, and what to do.</summary>
/// <remarks>Thrown while opening or reading, never while writing (that is <see cref="StorageFailure"/>).</remarks>
/// <param name="what">One sentence about this case, or empty.</param>
public sealed class StorageFaultException(StorageFault fault, string file, long offset, string what = "")
    : Exception($"{fault} in {file} at byte {offset}. {what}{(what.Length > 0 ? " " : "")}{Remedies.Of(fault)}")
{
    public StorageFault Fault { get; } = fault;

    public string File { get; } = file;

    /// <summary>Byte offset of the first bad byte's record; 0 when the whole file is meant.</summary>
    public long Offset { get; } = offset;

    /// <summary>What the operator can do.</summary>
    public string Remedy { get; } = Remedies.Of(fault);
}
