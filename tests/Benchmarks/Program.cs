using BenchmarkDotNet.Running;

// `dotnet run -c Release --project tests/Benchmarks -- --filter '*Hashing*'`
BenchmarkSwitcher.FromAssembly(typeof(Ledger.Benchmarks.HashingBenchmarks).Assembly).Run(args);
