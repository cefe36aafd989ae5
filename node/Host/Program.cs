using System.CommandLine;
using Ledger.Node.Commands;

RootCommand root = new("A permissioned ledger that anchors document fingerprints under a jurisdiction quorum.")
{
    InitCommand.Create(),
    RunCommand.Create(),
    FsckCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
