using System.CommandLine;
using Ledger.Testnet.Commands;

RootCommand root = new("The test network, the load and the simulator.") { SimulateCommand.Create() };
return root.Parse(args).Invoke();
