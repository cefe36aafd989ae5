using Ledger.Node.Networking;

namespace Ledger.Tests.Unit.Networking;

public sealed class FrameReaderFacts
{
    [Theory]
    [InlineData(16 << 10)]
    [InlineData(256 << 10)]
    public async Task Frames_of_every_size_come_out_as_they_went_in(int coalesceBytes)
    {
        int[] sizes = [1, 3, coalesceBytes - 4, 1, coalesceBytes - 3, coalesceBytes + 70_000, 65_532, 65_536, 2];
        List<ReadOnlyMemory<byte>> frames = [.. sizes.Select(Bytes)];
        MemoryStream stream = new();
        FrameWriter writer = new(stream, coalesceBytes);
        foreach (ReadOnlyMemory<byte> frame in frames)
        {
            await writer.WriteAsync([frame], CancellationToken.None);
        }

        stream.Position = 0;
        FrameReader reader = new(stream, 1 << 20);
        foreach (ReadOnlyMemory<byte> frame in frames)
        {
            FrameRead read = await reader.ReadAsync(CancellationToken.None);
            Assert.True(frame.Span.SequenceEqual(read.Frame));
        }

        Assert.Equal(FrameRead.Ended, await reader.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_turn_leaves_as_one_write()
    {
        MemoryStream stream = new();

        await new FrameWriter(stream, 64).WriteAsync([Bytes(1), Bytes(2)], CancellationToken.None);

        Assert.Equal([0, 0, 0, 1, 1, 0, 0, 0, 2, 2, 2], stream.ToArray());
    }

    [Fact]
    public async Task A_frame_of_the_bound_is_read_and_one_byte_more_is_refused()
    {
        FrameReader whole = new(new MemoryStream([0, 0, 0, 2, 7, 7]), maxFrameBytes: 2);
        FrameReader tooLong = new(new MemoryStream([0, 0, 0, 3, 7, 7, 7]), maxFrameBytes: 2);
        FrameReader huge = new(new MemoryStream([255, 255, 255, 255]), maxFrameBytes: int.MaxValue);

        Assert.Equal([7, 7], (await whole.ReadAsync(CancellationToken.None)).Frame!);
        Assert.Equal(PeerRefusal.FrameTooLong, (await tooLong.ReadAsync(CancellationToken.None)).Refusal);
        Assert.Equal(PeerRefusal.FrameTooLong, (await huge.ReadAsync(CancellationToken.None)).Refusal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_stream_that_ends_inside_a_frame_has_ended(int length)
    {
        FrameReader reader = new(new MemoryStream([0, 0, 0, 2, 7, 7], 0, length), maxFrameBytes: 2);

        Assert.Equal(FrameRead.Ended, await reader.ReadAsync(CancellationToken.None));
    }

    private static ReadOnlyMemory<byte> Bytes(int size)
    {
        byte[] bytes = new byte[size];
        bytes.AsSpan().Fill((byte)size);
        return bytes;
    }
}
