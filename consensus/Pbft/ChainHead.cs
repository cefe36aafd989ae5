using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Numbers;

namespace Ledger.Consensus;

/// <summary>The last committed block and the certificate that made it final; genesis has none.</summary>
public sealed record ChainHead(Height Height, BlockId Block, QuorumCertificate? Certificate);
