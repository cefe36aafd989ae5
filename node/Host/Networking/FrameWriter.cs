using System.Buffers.Binary;

namespace Ledger.Node.Networking;

/// <summary>Writes a turn's frames as one write, or the one frame that is longer than the buffer as two.</summary>
internal sealed class FrameWriter(Stream stream, int coalesceBytes)
{
    private static readonly byte[] s_keepAlive = new byte[FrameReader.HeaderSize];

    private readonly byte[] _buffer = new byte[coalesceBytes];

    /// <param name="turn">Frames that fit the buffer together with their headers, or a single frame of any
    /// length.</param>
    public ValueTask WriteAsync(List<ReadOnlyMemory<byte>> turn, CancellationToken cancellation)
    {
        int used = 0;
        foreach (ReadOnlyMemory<byte> frame in turn)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(used), (uint)frame.Length);
            used += FrameReader.HeaderSize;
            if (frame.Length > _buffer.Length - used)
            {
                return WriteLongAsync(frame, used, cancellation);
            }

            frame.Span.CopyTo(_buffer.AsSpan(used));
            used += frame.Length;
        }

        return stream.WriteAsync(_buffer.AsMemory(0, used), cancellation);
    }

    /// <summary>An empty frame, which receivers do not deliver.</summary>
    public ValueTask WriteKeepAliveAsync(CancellationToken cancellation) =>
        stream.WriteAsync(s_keepAlive, cancellation);

    private async ValueTask WriteLongAsync(ReadOnlyMemory<byte> frame, int used, CancellationToken cancellation)
    {
        int first = _buffer.Length - used;
        frame.Span[..first].CopyTo(_buffer.AsSpan(used));
        await stream.WriteAsync(_buffer, cancellation);
        await stream.WriteAsync(frame[first..], cancellation);
    }
}
