using Catchment.Benchmarks.Machine;

namespace Catchment.Benchmarks.Hub;

/// <summary>What every benchmark of the hub needs.</summary>
/// <param name="Command">The hub's program and the words that come before <c>run hub</c>.</param>
/// <param name="Place">Where the data goes.</param>
/// <param name="Progress">Where to tell what is being done.</param>
internal sealed record HubBench(IReadOnlyList<string> Command, Workplace Place, TextWriter Progress);
