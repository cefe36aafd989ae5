using FASTER.core;
using Session = FASTER.core.ClientSession<
    FASTER.core.SpanByte, FASTER.core.SpanByte, FASTER.core.SpanByte, byte[], FASTER.core.Empty,
    Ledger.Storage.Faster.FasterFunctions>;

namespace Ledger.Storage.Faster;

/// <summary>One thread's access to a table; blocks while a record comes from disk.</summary>
internal sealed unsafe class FasterSession(Session session) : IDisposable
{
    public void Upsert(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        fixed (byte* keyBytes = key, valueBytes = value)
        {
            SpanByte keySpan = SpanByte.FromPointer(keyBytes, key.Length);
            SpanByte valueSpan = SpanByte.FromPointer(valueBytes, value.Length);
            Status status = session.Upsert(ref keySpan, ref valueSpan);
            if (status.IsPending)
            {
                session.CompletePending(wait: true);
            }
        }
    }

    public byte[]? TryGet(ReadOnlySpan<byte> key)
    {
        fixed (byte* keyBytes = key)
        {
            SpanByte keySpan = SpanByte.FromPointer(keyBytes, key.Length);
            byte[]? value = null;
            Status status = session.Read(ref keySpan, ref value!);
            return status.IsPending ? Await() : status.Found ? value : null;
        }
    }

    /// <remarks>
    /// FASTER puts off the write of a page that was filled until a thread's next operation: it must begin now, so that the
    /// table can wait for it.
    /// </remarks>
    public void Dispose()
    {
        session.Refresh();
        session.Dispose();
    }

    private byte[]? Await()
    {
        session.CompletePendingWithOutputs(out var outputs, wait: true);
        using (outputs)
        {
            return outputs.Next() && outputs.Current.Status.Found ? outputs.Current.Output : null;
        }
    }
}
