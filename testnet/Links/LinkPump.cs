using System.IO.Pipelines;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Ledger.Testnet.Links;

/// <summary>Carries one direction of one connection: in order, every byte, each when it is due.</summary>
/// <remarks>Holds at most <see cref="MaximumBytes"/>; a sender that is faster is not read from.</remarks>
internal sealed class LinkPump(Socket from, Socket to, LinkMeter meter, LinkGate gate)
{
    public const int MaximumBytes = 4 << 20;

    private const int ReadBytes = 64 << 10;

    private readonly Pipe _held = new(new PipeOptions(
        pauseWriterThreshold: MaximumBytes, resumeWriterThreshold: MaximumBytes / 2, useSynchronizationContext: false));

    // One mark for each read: no more than there are bytes in the pipe.
    private readonly Channel<(int Bytes, long DueAt)> _marks = Channel.CreateUnbounded<(int, long)>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    /// <summary>Ends after the sender's end has been passed on; throws when either socket breaks.</summary>
    public Task RunAsync(CancellationToken cancellation)
        => Task.WhenAll(TakeInAsync(cancellation), PassOnAsync(cancellation));

    private async Task TakeInAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                Memory<byte> room = _held.Writer.GetMemory(ReadBytes);
                int read = await from.ReceiveAsync(room[..Math.Min(room.Length, ReadBytes)], cancellation);
                if (read == 0)
                {
                    return;
                }

                await gate.PassAsync(read, cancellation);
                _held.Writer.Advance(read);
                _marks.Writer.TryWrite((read, meter.DueAt(read)));
                await _held.Writer.FlushAsync(cancellation);
            }
        }
        finally
        {
            _marks.Writer.Complete();
        }
    }

    private async Task PassOnAsync(CancellationToken cancellation)
    {
        await foreach ((int bytes, long due) in _marks.Reader.ReadAllAsync(cancellation))
        {
            await LinkMeter.WaitUntilAsync(due, cancellation);
            await gate.PassAsync(bytes, cancellation);
            await SendAsync(bytes, cancellation);
        }

        await gate.PassAsync(bytes: 0, cancellation);
        to.Shutdown(SocketShutdown.Send);
    }

    private async Task SendAsync(int bytes, CancellationToken cancellation)
    {
        ReadResult held = await _held.Reader.ReadAtLeastAsync(bytes, cancellation);
        System.Buffers.ReadOnlySequence<byte> due = held.Buffer.Slice(0, bytes);
        foreach (ReadOnlyMemory<byte> part in due)
        {
            await SendAllAsync(part, cancellation);
        }

        _held.Reader.AdvanceTo(due.End);
    }

    private async Task SendAllAsync(ReadOnlyMemory<byte> part, CancellationToken cancellation)
    {
        while (part.Length > 0)
        {
            part = part[await to.SendAsync(part, cancellation)..];
        }
    }
}
