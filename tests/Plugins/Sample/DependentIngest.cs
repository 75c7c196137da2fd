using Catchment.Core.Plugins;
using Catchment.SampleDependency;

namespace Catchment.SamplePlugin;

public sealed class DependentIngest : TellingIngest
{
    public override void Execute(string path, CancellationToken cancellation) => throw new IngestFailureException(Words.Of(Path.GetFileName(path)));
}
