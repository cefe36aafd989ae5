using Ledger.Client;

namespace Ledger.Node.Commands;

/// <summary>For which time documents are verified, and how fresh their statuses must be at it.</summary>
/// <param name="At">The time asked for.</param>
/// <param name="Now">What this machine's clock says.</param>
internal sealed record Moment(DateTimeOffset At, DateTimeOffset Now, StatusPolicy Policy);
