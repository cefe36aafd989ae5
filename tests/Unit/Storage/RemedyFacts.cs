using Ledger.Node.Running;
using Ledger.Storage;
using Ledger.Tests.Unit.Tidy;

namespace Ledger.Tests.Unit.Storage;

public sealed class RemedyFacts
{
    private static readonly string Format = File.ReadAllText(Path.Combine(SourceTree.Root, "storage", "FORMAT.md"));

    [Fact]
    public void Every_storage_fault_has_its_remedy_and_its_row_in_FORMAT()
        => Assert.All(Enum.GetValues<StorageFault>(), fault =>
        {
            Assert.EndsWith(".", Remedies.Of(fault), StringComparison.Ordinal);
            Assert.Contains($"| `{fault}` |", Format, StringComparison.Ordinal);
            StorageFaultException thrown = new(fault, "/data/file", 42);
            Assert.StartsWith($"{fault} in /data/file at byte 42. ", thrown.Message, StringComparison.Ordinal);
            Assert.EndsWith(thrown.Remedy, thrown.Message, StringComparison.Ordinal);
        });

    [Fact]
    public void Every_trouble_of_the_disk_has_its_remedy_and_its_row_in_FORMAT()
        => Assert.All(Enum.GetValues<DiskTrouble>(), trouble =>
        {
            Assert.EndsWith(".", DiskTroubles.RemedyOf(trouble), StringComparison.Ordinal);
            Assert.Contains($"| `{trouble}` |", Format, StringComparison.Ordinal);
        });

    [Fact]
    public void Every_refusal_to_start_has_its_remedy()
        => Assert.All(Enum.GetValues<StartRefusal>(), refusal =>
            Assert.EndsWith(".", StartRefusals.RemedyOf(refusal), StringComparison.Ordinal));

    [Fact]
    public void A_limit_of_files_leaves_clients_what_the_node_does_not_need_or_is_refused()
    {
        Assert.Equal(1024, DescriptorLimit.ClientsWithin(null, 3, 1024));
        Assert.Equal(1024, DescriptorLimit.ClientsWithin(1 << 20, 3, 1024));
        Assert.Equal(32, DescriptorLimit.ClientsWithin(710, 3, 1024));
        Assert.Equal(264, DescriptorLimit.ClientsWithin(1000, 3, 1024));
        Assert.Equal(StartRefusal.TooFewDescriptors,
            Assert.Throws<StartRefusedException>(() => DescriptorLimit.ClientsWithin(709, 3, 1024)).Refusal);
    }
}
