using Ledger.Client;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Receipts;

namespace Ledger.Testnet.Forgeries;

/// <summary>What a forger does who has the files and no key.</summary>
public static class FileForgeries
{
    public static IReadOnlyList<Forgery> All { get; } =
    [
        new("one byte of the document changed", "TAMPERED", f => Rewrite(f.Document, bytes => bytes[bytes.Length / 2] ^= 1)),
        new("the document's last byte cut off", "TAMPERED", f => File.WriteAllBytes(f.Document, File.ReadAllBytes(f.Document)[..^1])),
        new("another salt", "TAMPERED", f => f.Edit(e => e with { Salt = new byte[CommitmentHasher.SaltSize] })),
        new("receipt and status of another document", "TAMPERED", f => f.Edit(
            e => e with { Receipt = f.GoodEnvelope.Receipt, Status = f.GoodEnvelope.Status })),
        new("the envelope of another document", "TAMPERED", f => File.Copy(f.GoodEnvelopePath, f.EnvelopePath, overwrite: true)),
        new("another issuer's name", "INVALID_ENVELOPE", f => f.Edit(e => e with { IssuerName = "Nanshan Notary 0ffice" })),
        new("status of another document", "INVALID_ENVELOPE", f => f.Edit(e => e with { Status = f.GoodEnvelope.Status })),
        new("a field that no envelope has", "INVALID_ENVELOPE", f => File.WriteAllText(
            f.EnvelopePath,
            File.ReadAllText(f.EnvelopePath).Replace("\"scheme\"", "\"content\": \"\",\n  \"scheme\"", StringComparison.Ordinal))),
        new("the envelope cut in its middle", "INVALID_ENVELOPE", f => File.WriteAllBytes(
            f.EnvelopePath, File.ReadAllBytes(f.EnvelopePath) is var all ? all[..(all.Length / 2)] : [])),
        new("the block's time changed", "INVALID_RECEIPT", f => Receipt(f, r => r with { Header = r.Header with { TimeMs = 1 } })),
        new("a longer validity", "INVALID_RECEIPT", f => Receipt(
            f, r => r with { Leaf = r.Leaf with { Terms = r.Leaf.Terms with { ValidToSeconds = uint.MaxValue } } })),
        new("a validator's signature changed", "INVALID_RECEIPT", f => Receipt(f, r => r with { Certificate = Spoil(r.Certificate) })),
        new("the status' time changed", "INVALID_STATUS", f => f.Edit(
            e => e with { Status = e.Status! with { Header = e.Status.Header with { TimeMs = e.Status.Header.TimeMs + 1 } } })),
        new("the status left out", "STALE_STATUS", f => f.Edit(e => e with { Status = null })),
        new("a receipt of another chain", "WRONG_CHAIN", f => EnvelopeFile.Write(f.EnvelopePath, f.Foreign)),
        new("no envelope", "NO_ENVELOPE", f => File.Delete(f.EnvelopePath)),
        new("no document", "NO_DOCUMENT", f => File.Delete(f.Document)),
    ];

    private static void Rewrite(string path, Action<byte[]> change)
    {
        byte[] bytes = File.ReadAllBytes(path);
        change(bytes);
        File.WriteAllBytes(path, bytes);
    }

    private static void Receipt(ForgedFiles files, Func<Receipt, Receipt> change)
        => files.Edit(e => e with { Receipt = change(e.Receipt) });

    private static QuorumCertificate Spoil(QuorumCertificate certificate)
    {
        byte[] signatures = certificate.Signatures.ToArray();
        signatures[^1] ^= 1;
        return new QuorumCertificate(certificate.Statement, certificate.Signers, signatures);
    }
}
