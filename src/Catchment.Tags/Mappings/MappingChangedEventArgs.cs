namespace Catchment.Tags.Mappings;

/// <summary>A mapping was set or removed.</summary>
/// <typeparam name="T">The protocol's mapping.</typeparam>
/// <param name="before">What it was.</param>
/// <param name="now">What it is.</param>
public sealed class MappingChangedEventArgs<T>(T? before, T? now) : EventArgs
    where T : Mapping
{
    /// <summary>What it was; null: there was none.</summary>
    public T? Before => before;

    /// <summary>What it is; null: it was removed.</summary>
    public T? Now => now;
}
