using Ledger.Client.Audits;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;

namespace Ledger.Tests.Unit.Client;

public sealed class LogAuditorFacts
{
    private static readonly ulong[] Sizes = [1, 1, 3, 255, 256, 700, 701, 1_500];

    private readonly byte[] _records = new byte[1_500 * AnchorTree.RecordLength];

    public LogAuditorFacts() => new Random(7).NextBytes(_records);

    [Fact]
    public void Leaves_that_are_the_headers_agree_at_every_height()
    {
        LogAuditor auditor = new(new Copy(_records));

        Assert.All(Headers(), h => Assert.Null(auditor.Check(h)));
        Assert.Equal(1_500UL, auditor.Hashed);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    [InlineData(700, 7)]
    [InlineData(1_499, 8)]
    public void A_changed_leaf_shows_at_the_first_height_that_has_it(int leaf, ulong height)
    {
        byte[] other = [.. _records];
        other[(leaf * AnchorTree.RecordLength) + 53] ^= 1;
        LogAuditor auditor = new(new Copy(other));

        AuditFinding? first = Headers().Select(auditor.Check).FirstOrDefault(f => f is not null);

        Assert.Equal((new Height(height), AuditFault.LogRoot), (first!.Height, first.Fault));
    }

    [Fact]
    public void A_twin_root_that_is_another_is_named()
    {
        BlockHeader[] headers = [.. Headers()];
        LogAuditor auditor = new(new Copy(_records));

        AuditFinding? finding = auditor.Check(headers[4] with { LogRootSm3 = headers[3].LogRootSm3 });

        Assert.Equal(AuditFault.TwinRoot, finding!.Fault);
    }

    [Fact]
    public void A_copy_that_is_too_short_says_so_and_the_next_may_still_agree()
    {
        LogAuditor auditor = new(new Copy(_records[..(700 * AnchorTree.RecordLength)]));

        AuditFault[] faults = [.. Headers().Select(h => auditor.Check(h)?.Fault ?? AuditFault.None)];

        Assert.Equal(AuditFault.None, faults[5]);
        Assert.Equal([AuditFault.LeavesMissing, AuditFault.LeavesMissing], faults[6..]);
    }

    private IEnumerable<BlockHeader> Headers()
    {
        AnchorFrontier log = AnchorFrontier.Empty;
        for (int i = 0; i < Sizes.Length; i++)
        {
            int from = (int)log.Size * AnchorTree.RecordLength;
            log = log.Append(_records.AsSpan(from, ((int)Sizes[i] * AnchorTree.RecordLength) - from), new AnchorTileList());
            yield return new BlockHeader
            {
                ChainId = Digest.Zero,
                Epoch = new Epoch(0),
                Height = new Height((ulong)i + 1),
                Parent = Digest.Zero,
                TimeMs = (ulong)i + 1,
                ConfigurationHash = Digest.Zero,
                NextConfigurationHash = Digest.Zero,
                BatchesRoot = Digest.Zero,
                OutcomesRoot = Digest.Zero,
                LogSize = log.Size,
                LogRoot = log.Root.Sha256,
                LogRootSm3 = log.Root.Sm3,
                StateRoot = Digest.Zero,
            };
        }
    }

    /// <summary>Gives an odd number of leaves at a time.</summary>
    private sealed class Copy(byte[] records) : ILeaves
    {
        public ulong Count => (ulong)(records.Length / AnchorTree.RecordLength);

        public byte[] Read(ulong first, int most)
            => records.AsSpan((int)first * AnchorTree.RecordLength, Math.Min(most, 97) * AnchorTree.RecordLength).ToArray();
    }
}
