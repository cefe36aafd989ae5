using Ledger.Storage;
using Ledger.Storage.Anchors;
using Ledger.Storage.Blocks;
using Ledger.Storage.State;

namespace Ledger.Engine;

/// <summary>Everything one validator keeps on its devices but the journal.</summary>
/// <param name="Batches">The one copy of each batch.</param>
/// <param name="Blocks">The truth.</param>
/// <param name="Certificates">For each height the certificate its receipts carry, where it is not the block's own.</param>
/// <param name="State">Derived: key-value view, locators.</param>
/// <param name="Anchors">Derived: leaf records and tiles.</param>
/// <param name="Index">Derived: commitment to leaves.</param>
public sealed record LedgerStores(
    BatchLog Batches,
    BlockLog Blocks,
    CertificateLog Certificates,
    IStateStore State,
    AnchorStore Anchors,
    ICommitmentIndex Index) : IDisposable
{
    /// <summary>What opening repaired, cut or emptied, for the operator's log.</summary>
    public IEnumerable<RecoveryNote> Notes =>
        [.. Batches.Notes, .. Blocks.Notes, .. Certificates.Notes, .. State.Notes, .. Anchors.Notes, .. Index.Notes];

    public void Dispose()
    {
        Index.Dispose();
        State.Dispose();
        Anchors.Dispose();
        Certificates.Dispose();
        Blocks.Dispose();
        Batches.Dispose();
    }
}
