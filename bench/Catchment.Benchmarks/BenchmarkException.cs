namespace Catchment.Benchmarks;

/// <summary>A benchmark cannot go on; the message says what was being done, why it failed, and what to do.</summary>
internal sealed class BenchmarkException(string message, Exception? inner = null) : Exception(message, inner);
