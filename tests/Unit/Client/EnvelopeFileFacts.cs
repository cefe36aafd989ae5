using Ledger.Client;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;
using Ledger.Tests.Unit.Protocol;
using Ledger.Tests.Unit.Storage;

namespace Ledger.Tests.Unit.Client;

public sealed class EnvelopeFileFacts
{
    [Fact]
    public void An_envelope_reads_back_and_leaves_no_other_file()
    {
        using TemporaryFolder folder = new();
        string path = EnvelopeFile.PathFor(Path.Combine(folder.Path, "发票 1.pdf"));
        CarryEnvelope envelope = new(
            new byte[32], "发票 1.pdf", 3, "application/pdf", "bank-1", TestChain.TwoAndTwo.MakeReceipt());

        EnvelopeFile.Write(path, envelope);

        Assert.Equal(JsonProblem.None, EnvelopeFile.TryRead(path, out CarryEnvelope? read));
        Assert.Equal(envelope.Write(), read?.Write());
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
        Assert.EndsWith("发票 1.pdf.ledger.json", path);
    }

    [Fact]
    public void A_file_longer_than_any_envelope_is_refused()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "long");
        File.WriteAllText(path, new string(' ', CarryEnvelope.MaximumCharacters + 1));

        Assert.Equal(JsonFault.TooLong, EnvelopeFile.TryRead(path, out _).Fault);
    }
}
