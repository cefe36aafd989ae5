using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Validators;

/// <summary>What every signed statement of an epoch is bound to (PROTOCOL.md N0).</summary>
public readonly record struct VoteContext(Digest ChainId, Epoch Epoch, Digest ConfigurationHash);
