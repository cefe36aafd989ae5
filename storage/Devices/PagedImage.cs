namespace Ledger.Storage.Devices;

/// <summary>Bytes of a simulated file in 4 KiB pages that exist only once written: zeros cost nothing.</summary>
internal sealed class PagedImage
{
    private const int PageBytes = 4096;
    private byte[]?[] _pages = [];

    public long Length { get; private set; }

    public int Read(long offset, Span<byte> destination)
    {
        int count = (int)Math.Clamp(Length - offset, 0, destination.Length);
        for (int done = 0; done < count;)
        {
            (byte[]? page, int within, int span) = Locate(offset + done, count - done);
            Span<byte> part = destination.Slice(done, span);
            if (page is null)
            {
                part.Clear();
            }
            else
            {
                page.AsSpan(within, span).CopyTo(part);
            }

            done += span;
        }

        return count;
    }

    public void Write(long offset, ReadOnlySpan<byte> source)
    {
        for (int done = 0; done < source.Length;)
        {
            int within = (int)((offset + done) % PageBytes);
            int span = Math.Min(PageBytes - within, source.Length - done);
            source.Slice(done, span).CopyTo(Page((offset + done) / PageBytes).AsSpan(within));
            done += span;
        }

        Length = Math.Max(Length, offset + source.Length);
    }

    public void SetLength(long length)
    {
        if (length < Length)
        {
            int kept = (int)((length + PageBytes - 1) / PageBytes);
            _pages.AsSpan(Math.Min(kept, _pages.Length)).Clear();
            if (length % PageBytes != 0 && kept <= _pages.Length && _pages[kept - 1] is { } page)
            {
                page.AsSpan((int)(length % PageBytes)).Clear();
            }
        }

        Length = length;
    }

    public PagedImage Copy() =>
        new() { Length = Length, _pages = Array.ConvertAll(_pages, page => (byte[]?)page?.Clone()) };

    private (byte[]? Page, int Within, int Span) Locate(long offset, int wanted)
    {
        long index = offset / PageBytes;
        int within = (int)(offset % PageBytes);
        return (index < _pages.Length ? _pages[index] : null, within, Math.Min(PageBytes - within, wanted));
    }

    private byte[] Page(long index)
    {
        if (index >= _pages.Length)
        {
            Array.Resize(ref _pages, (int)Math.Max(index + 1, 2L * _pages.Length));
        }

        return _pages[index] ??= new byte[PageBytes];
    }
}
