using System.Buffers.Binary;
using System.Text;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Engine.Checkpoints;
using Ledger.Engine.Execution;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Storage.Devices;
using Ledger.Storage.Journal;

namespace Ledger.Engine;

/// <summary>Everything an engine is given from outside.</summary>
/// <param name="Name">The node's, which it keeps whatever its keys and its place in the set become.</param>
/// <param name="Keys">Its consensus keys: the one in force, and those it is to have. None for a node that only follows.</param>
/// <param name="JournalDirectory">Holds the validator's promises; set-up created the journal (PROTOCOL.md D2).</param>
/// <param name="HeartbeatMs">How often a Status goes out.</param>
/// <param name="Supported">The protocol versions to take part in; those of this program when not given.</param>
/// <param name="Cosigning">Without it checkpoints are neither cosigned nor collected.</param>
/// <param name="Accuse">Told of each misbehaviour that is heard, after the turn's flush; must return at once.</param>
public sealed record EngineSetup(
    Genesis Genesis,
    string Name,
    IReadOnlyList<ISigner> Keys,
    SignatureSuites Suites,
    IDirectory JournalDirectory,
    IssuerRegistry Issuers,
    LedgerStores Stores,
    ITransport Transport,
    ICommitListener Listener,
    EngineOptions Options,
    ulong HeartbeatMs = 250,
    JournalOptions? Journal = null,
    Action<Misbehavior>? Accuse = null,
    ProtocolVersions? Supported = null,
    CosigningSetup? Cosigning = null)
{
    public ProtocolVersions Versions => Supported ?? ProtocolVersions.OfThisProgram;

    /// <summary>What a journal of this validator on this chain is marked with.</summary>
    public static JournalIdentity JournalOwner(Digest chainId, string name, ulong incarnation = 0)
        => new(chainId, BinaryPrimitives.ReadUInt32BigEndian(Sha256.Hash(Encoding.UTF8.GetBytes(name)).ToArray()), incarnation);
}
