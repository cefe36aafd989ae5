using Ledger.Cryptography.Signatures;
using Ledger.Engine.Execution;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Storage.Devices;
using Ledger.Storage.Journal;

namespace Ledger.Engine;

/// <summary>Everything an engine is given from outside.</summary>
/// <param name="JournalDirectory">Holds the validator's promises; set-up created the journal (PROTOCOL.md D2).</param>
/// <param name="HeartbeatMs">How often a Status goes out.</param>
/// <param name="Accuse">Told of each misbehaviour that is heard, after the turn's flush; must return at once.</param>
public sealed record EngineSetup(
    Genesis Genesis,
    ValidatorIndex Self,
    ISigner Signer,
    SignatureSuites Suites,
    IDirectory JournalDirectory,
    IssuerRegistry Issuers,
    LedgerStores Stores,
    ITransport Transport,
    ICommitListener Listener,
    EngineOptions Options,
    ulong HeartbeatMs = 250,
    JournalOptions? Journal = null,
    Action<Misbehavior>? Accuse = null);
