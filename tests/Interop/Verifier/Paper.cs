using System.Text;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;

namespace Ledger.Tests.Interop.Verifier;

/// <summary>Everything that somebody holds who verifies: a document, and the files that came with it.</summary>
/// <param name="Name">What is the matter with it.</param>
/// <param name="At">Unix seconds that its validity is asked for.</param>
/// <param name="Issuers">The bytes of a file of issuers, or null.</param>
internal sealed record Paper(string Name, string Genesis, string Envelope, byte[] Document, long At = Paper.Now)
{
    public const long Now = 1_700_000_500;

    public static readonly byte[] Salt = [.. Enumerable.Repeat((byte)0xa5, CommitmentHasher.SaltSize)];

    public static readonly byte[] Statement = Encoding.UTF8.GetBytes("对账单 2026: a statement of account");

    /// <summary>How old its status may be; null when no fresh one is asked for.</summary>
    public int? Hours { get; init; }

    public byte[]? Epochs { get; init; }

    public byte[]? Issuers { get; init; }

    public Digest? Pin { get; init; }

    /// <summary>The paper of a receipt that is for <see cref="Statement"/> or for nothing at all.</summary>
    public static Paper Of(
        string name, Genesis genesis, Receipt receipt, string issuer = "bank-1", StatusProof? status = null) => new(
        name,
        GenesisJson.Write(genesis),
        new CarryEnvelope(Salt, "对账单 2026.pdf", (ulong)Statement.Length, "application/pdf", issuer, receipt) { Status = status }.Write(),
        Statement);

    /// <summary>As the programs in <c>javascript</c> read it.</summary>
    public object ForJavaScript => new
    {
        Genesis,
        Envelope,
        Document = Convert.ToBase64String(Document),
        At,
        Hours,
        Epochs = Epochs is null ? null : Convert.ToBase64String(Epochs),
        Issuers = Issuers is null ? null : Convert.ToBase64String(Issuers),
        Pin = Pin?.ToString(),
    };

    /// <summary>Writes its files to a folder of its own; paths by the names of the page's inputs.</summary>
    public Dictionary<string, string> WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        (string Input, byte[]? Bytes)[] files =
        [
            ("document", Document), ("envelope", Encoding.UTF8.GetBytes(Envelope)), ("genesis", Encoding.UTF8.GetBytes(Genesis)),
            ("epochs", Epochs), ("issuers", Issuers),
        ];
        Dictionary<string, string> paths = [];
        foreach ((string input, byte[]? bytes) in files)
        {
            if (bytes is not null)
            {
                paths.Add(input, Path.Combine(folder, input));
                File.WriteAllBytes(paths[input], bytes);
            }
        }

        return paths;
    }

    public override string ToString() => Name;
}
