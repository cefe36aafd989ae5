using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Numbers;

namespace Ledger.Client.Cose;

/// <summary>Which member of a validator set signs receipts with which key.</summary>
public sealed record CoseSigner(ValidatorIndex Validator, SuiteId Suite, ReadOnlyMemory<byte> PublicKey);
