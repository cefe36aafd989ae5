using Google.Protobuf;

namespace Ledger.Client.Wire;

/// <summary>A message behind its prefix, ready to be sent.</summary>
public static class GrpcFrame
{
    /// <param name="gzip">Compressed when that is worthwhile and makes it shorter.</param>
    public static byte[] Of(IMessage message, bool gzip)
    {
        int length = message.CalculateSize();
        byte[] frame = new byte[GrpcPrefix.Size + length];
        GrpcPrefix.Write(frame, length);
        message.WriteTo(frame.AsSpan(GrpcPrefix.Size));
        return gzip && length > GzipMessage.WorthwhileBytes ? Shorter(frame) : frame;
    }

    private static byte[] Shorter(byte[] frame)
    {
        byte[] compressed = GzipMessage.Deflate(frame.AsSpan(GrpcPrefix.Size));
        if (compressed.Length >= frame.Length - GrpcPrefix.Size)
        {
            return frame;
        }

        byte[] shorter = new byte[GrpcPrefix.Size + compressed.Length];
        GrpcPrefix.Write(shorter, compressed.Length, compressed: true);
        compressed.CopyTo(shorter, GrpcPrefix.Size);
        return shorter;
    }
}
