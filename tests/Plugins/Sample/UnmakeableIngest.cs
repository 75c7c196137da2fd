using Catchment.Core.Plugins;

namespace Catchment.SamplePlugin;

public sealed class UnmakeableIngest(int number) : IIngestPlugin
{
    public string? Version => $"{number}";

    public void Execute(string path, CancellationToken cancellation) => throw new InvalidOperationException();
}
