using System.Buffers.Binary;
using Ledger.Storage.Journal;

namespace Ledger.Tests.Unit.Storage;

/// <summary>An owner of a journal: remembers what it promised, and holds recovery to it.</summary>
/// <remarks>
/// A promise is a growing number followed by filler that the number decides; the snapshot is the greatest.
/// </remarks>
internal sealed class PromiseBook
{
    private uint _promised;
    private uint _flushed;

    public byte[] Snapshot() => Encode(_promised);

    /// <summary>
    /// Everything found must be whole, in order, without a gap after the snapshot, and reach what was flushed.
    /// </summary>
    public void Recover(IReadOnlyList<byte[]> payloads)
    {
        uint highest = 0;
        for (int index = 0; index < payloads.Count; index++)
        {
            uint number = BinaryPrimitives.ReadUInt32BigEndian(payloads[index]);
            Assert.Equal(Encode(number), payloads[index]);
            Assert.True(index == 0 || number <= highest + 1);
            highest = Math.Max(highest, number);
        }

        Assert.InRange(highest, _flushed, _promised);
        _promised = highest;
        _flushed = highest;
    }

    public void Work(Journal journal, Seeded seeded)
    {
        for (int step = seeded.Choose(24); step > 0; step--)
        {
            journal.Append(Encode(++_promised));
            if (seeded.Choose(2) == 0)
            {
                journal.Flush();
                _flushed = _promised;
            }
        }
    }

    private static byte[] Encode(uint number)
    {
        byte[] payload = new byte[4 + number * 131 % 900];
        Array.Fill(payload, (byte)number);
        BinaryPrimitives.WriteUInt32BigEndian(payload, number);
        return payload;
    }
}
