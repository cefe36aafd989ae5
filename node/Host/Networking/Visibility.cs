using System.Runtime.CompilerServices;

// The parts of the transport are tested apart as well as together.
[assembly: InternalsVisibleTo("Ledger.Tests.Unit")]
[assembly: InternalsVisibleTo("Ledger.Tests.Fuzz")]
