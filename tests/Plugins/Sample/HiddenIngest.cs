namespace Catchment.SamplePlugin;

/// <summary>Not public, so no plugin.</summary>
internal sealed class HiddenIngest : TellingIngest
{
    public override void Execute(string path, CancellationToken cancellation) => throw new NotSupportedException();
}
