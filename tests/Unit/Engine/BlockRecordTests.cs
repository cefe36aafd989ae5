using Ledger.Engine;
using Ledger.Protocol.Encoding;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Unit.Engine;

public sealed class BlockRecordTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_written_reads_back_and_nothing_shorter_or_longer_does(bool certified)
    {
        Samples samples = new(new TinyRandom(certified ? 1UL : 2UL));
        byte[] bytes = new BlockRecord(
            samples.Block(),
            [samples.Outcome(), samples.Outcome()],
            certified ? samples.Certificate() : null).Encode();

        Assert.Equal(DecodeFault.None, BlockRecord.TryDecode(bytes, out BlockRecord? read));
        Assert.Equal(bytes, read!.Encode());
        Assert.Equal(2, read.Outcomes.Count);
        Assert.Equal(DecodeFault.TrailingBytes, BlockRecord.TryDecode([.. bytes, 0], out BlockRecord? _));
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(DecodeFault.Truncated, BlockRecord.TryDecode(bytes.AsSpan(0, length), out BlockRecord? none));
            Assert.Null(none);
        }
    }
}
