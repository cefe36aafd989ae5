using Ledger.Client;
using Ledger.Protocol.Receipts;
using Ledger.Tests.Unit.Storage;

namespace Ledger.Tests.Unit.Client;

public sealed class DocumentHasherFacts
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(DocumentHasher.BufferBytes)]
    [InlineData(DocumentHasher.BufferBytes + 1)]
    public void A_streamed_file_has_the_commitment_of_its_bytes(int length)
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "文件");
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        File.WriteAllBytes(path, content);
        byte[] salt = DocumentHasher.DrawSalt();
        long told = 0;

        HashedDocument document = DocumentHasher.Hash(path, salt, done => told = done);

        Assert.Equal(CommitmentHasher.Commit(salt, content), document.Commitment);
        Assert.Equal(length, document.Bytes);
        Assert.Equal(length, told);
        Assert.NotEqual(document.Commitment, DocumentHasher.Hash(path, DocumentHasher.DrawSalt()).Commitment);
    }

    [Fact]
    public void A_missing_file_is_an_environment_failure()
        => Assert.Throws<FileNotFoundException>(() => DocumentHasher.Hash("/nowhere-at-all", DocumentHasher.DrawSalt()));
}
