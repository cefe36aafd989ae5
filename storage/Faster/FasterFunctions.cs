using FASTER.core;

namespace Ledger.Storage.Faster;

/// <summary>FASTER's callbacks: values are bytes in, a new array out.</summary>
/// <remarks>
/// A value is overwritten in place only by one of the same length: a record never changes size, so a reader of the log
/// always finds the next one.
/// </remarks>
internal sealed class FasterFunctions : SpanByteFunctions_ByteArrayOutput<Empty>
{
    public override bool ConcurrentWriter(
        ref SpanByte key, ref SpanByte input, ref SpanByte source, ref SpanByte destination, ref byte[] output,
        ref UpsertInfo upsertInfo)
    {
        if (destination.Length != source.Length)
        {
            return false;
        }

        source.CopyTo(ref destination);
        return true;
    }
}
