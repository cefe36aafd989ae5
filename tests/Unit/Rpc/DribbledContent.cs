using System.Net;

namespace Ledger.Tests.Rpc;

/// <summary>A body sent byte by byte, each in its own frame.</summary>
internal sealed class DribbledContent(byte[] body) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        foreach (byte value in body)
        {
            await stream.WriteAsync(new[] { value });
            await stream.FlushAsync();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
