using System.Buffers.Binary;

namespace Ledger.Node.Networking;

/// <summary>Cuts a stream into frames: a length u32 big-endian, then that many bytes.</summary>
/// <remarks>
/// An announced length is judged before a byte is allocated for it. A stream that ends inside a frame has simply ended:
/// what was lost is sent again by the layers above.
/// </remarks>
internal sealed class FrameReader(Stream stream, int maxFrameBytes)
{
    public const int HeaderSize = 4;

    private const int BufferSize = 64 << 10;

    private byte[] _buffer = []; // made when first read into: a caller that never speaks costs none
    private int _start;
    private int _end;

    /// <summary>The bound of the next frame: the hello's size until the hello is read, the lane's after.</summary>
    public int MaxFrameBytes { get; set; } = maxFrameBytes;

    public async ValueTask<FrameRead> ReadAsync(CancellationToken cancellation)
    {
        if (_end - _start < HeaderSize && !await BufferHeaderAsync(cancellation))
        {
            return FrameRead.Ended;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start));
        if (length > (uint)MaxFrameBytes)
        {
            return new FrameRead(null, PeerRefusal.FrameTooLong);
        }

        _start += HeaderSize;
        byte[] frame = GC.AllocateUninitializedArray<byte>((int)length);
        int buffered = TakeBuffered(frame);
        int missing = frame.Length - buffered;
        bool whole = missing == 0 || await stream.ReadAtLeastAsync(
            frame.AsMemory(buffered), missing, throwOnEndOfStream: false, cancellation) == missing;
        return whole ? new FrameRead(frame, PeerRefusal.None) : FrameRead.Ended;
    }

    private int TakeBuffered(Span<byte> frame)
    {
        int taken = Math.Min(frame.Length, _end - _start);
        _buffer.AsSpan(_start, taken).CopyTo(frame);
        _start += taken;
        return taken;
    }

    private async ValueTask<bool> BufferHeaderAsync(CancellationToken cancellation)
    {
        _buffer = _buffer.Length == 0 ? new byte[BufferSize] : _buffer;
        int kept = _end - _start;
        _buffer.AsSpan(_start, kept).CopyTo(_buffer);
        _start = 0;
        _end = kept + await stream.ReadAtLeastAsync(
            _buffer.AsMemory(kept), HeaderSize - kept, throwOnEndOfStream: false, cancellation);
        return _end >= HeaderSize;
    }
}
