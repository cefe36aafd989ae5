using Ledger.Node.Commands;

return await CommandLine.RunAsync(args, Console.Out, Console.Error);
