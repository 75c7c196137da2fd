using System.Runtime.Loader;
using Catchment.Core.Plugins;

namespace Catchment.SamplePlugin;

/// <summary>Tells in its version which context it lives in; abstract, so no plugin itself.</summary>
public abstract class TellingIngest : IIngestPlugin
{
    public string? Version => AssemblyLoadContext.GetLoadContext(GetType().Assembly)!.Name;

    public abstract void Execute(string path, CancellationToken cancellation);
}
