using System.Runtime.CompilerServices;

// The parts of the transport are tested apart as well as together; a test network's adversaries stand before it.
[assembly: InternalsVisibleTo("Ledger.Tests.Unit")]
[assembly: InternalsVisibleTo("Ledger.Tests.Fuzz")]
[assembly: InternalsVisibleTo("ledger-testnet")]
