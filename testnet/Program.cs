using System.CommandLine;
using Ledger.Testnet.Commands;

// After Ctrl-C: long enough to kill what runs and delete its files.
InvocationConfiguration invocation = new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) };
RootCommand root = new("Test networks of real validators, as processes or in containers: a demo, a bench, and the simulator.")
{
    UpCommand.Create(),
    DownCommand.Create(),
    DemoCommand.Create(),
    BenchCommand.Create(),
    PartitionCommand.Create(),
    OrdealCommand.Create(),
    ForgeFolderCommand.Create(),
    SoakCommand.Create(),
    SimulateCommand.Create(),
    ServeNothingCommand.Create(),
    HostileCommand.Create(),
    HostileValidatorCommand.Create(),
};
return await root.Parse(args).InvokeAsync(invocation);
