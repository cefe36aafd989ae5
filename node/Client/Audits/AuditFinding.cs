using Ledger.Protocol.Numbers;

namespace Ledger.Client.Audits;

/// <summary>One thing that an audit found to differ.</summary>
/// <param name="Detail">What stands there, and what there should be.</param>
public sealed record AuditFinding(Height Height, AuditFault Fault, string Detail);
