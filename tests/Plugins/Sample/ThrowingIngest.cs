using Catchment.Core.Plugins;

namespace Catchment.SamplePlugin;

public sealed class ThrowingIngest : IIngestPlugin
{
    public ThrowingIngest() => throw new InvalidOperationException("the constructor is not content");

    public string? Version => null;

    public void Execute(string path, CancellationToken cancellation) => throw new InvalidOperationException();
}
