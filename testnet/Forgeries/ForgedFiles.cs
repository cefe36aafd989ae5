using Ledger.Client;
using Ledger.Protocol.Receipts;

namespace Ledger.Testnet.Forgeries;

/// <summary>A document to be forged, with a good one of the same folder and an envelope of another chain to forge it with.</summary>
public sealed record ForgedFiles(string Document, string Good, CarryEnvelope Foreign)
{
    public string EnvelopePath => EnvelopeFile.PathFor(Document);

    public string GoodEnvelopePath => EnvelopeFile.PathFor(Good);

    /// <summary>The envelope that travels with the good document.</summary>
    public CarryEnvelope GoodEnvelope => Read(GoodEnvelopePath);

    /// <summary>Writes another envelope in the place of the document's own.</summary>
    public void Edit(Func<CarryEnvelope, CarryEnvelope> edit) => EnvelopeFile.Write(EnvelopePath, edit(Read(EnvelopePath)));

    private static CarryEnvelope Read(string path)
        => EnvelopeFile.TryRead(path, out CarryEnvelope? envelope) is var problem && envelope is not null
            ? envelope
            : throw new InvalidOperationException($"{path}: {problem}");
}
