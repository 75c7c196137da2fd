using Catchment.Benchmarks.Commands;

return await BenchmarkCommand.RunAsync(args);
