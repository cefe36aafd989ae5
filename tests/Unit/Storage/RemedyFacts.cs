using Ledger.Node.Commands;
using Ledger.Node.Running;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Storage;
using Ledger.Tests.Unit.Protocol;
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
    public void A_program_that_is_too_old_ends_by_name_and_with_its_remedy_in_both_languages()
    {
        EpochConfiguration first = TestChain.TwoAndTwo.Genesis.Configuration;
        UnsupportedProtocolException old = new(
            new EpochConfiguration(
                first.ChainId, new Epoch(1), new Height(42), first.Hash, first.Parameters with { ProtocolVersion = 2 }, first.Validators),
            new ProtocolVersions(1, 1));
        CommandFailure failure = FailureLine.Of(old);

        Assert.Equal((ExitCode.Protocol, "PROTOCOL ProtocolUnsupported"), (failure.Code, failure.Name));
        Assert.Equal("ProtocolUnsupported", NamedFailure.Of(old)!.Name);
        Assert.Contains("goes on from height 42", failure.Message, StringComparison.Ordinal);
        Assert.Contains("将从高度 42 继续", failure.Message, StringComparison.Ordinal);
    }

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
