using Ledger.Cryptography.Signatures;
using Ledger.Storage.Devices;

namespace Ledger.Engine.Checkpoints;

/// <summary>What an engine needs to cosign checkpoints and to keep those that were published.</summary>
/// <param name="Keys">This node's pairs, the one in force and the one to come; none of a node that only follows.</param>
/// <param name="Folder">Of the newest published checkpoint.</param>
public sealed record CosigningSetup(IReadOnlyList<CosigningSigners> Keys, IDirectory Folder);
