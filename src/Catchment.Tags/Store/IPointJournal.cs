namespace Catchment.Tags.Store;

/// <summary>Makes registrations durable before they are seen. Source: <c>tags</c> 13.</summary>
public interface IPointJournal
{
    /// <summary>Keeps definitions, new ones or in the place of those with the same key; returns when they are durable.</summary>
    /// <param name="definitions">All of one step: all are kept, or none.</param>
    /// <exception cref="IOException">They could not be kept.</exception>
    void Save(IReadOnlyList<PointDefinition> definitions);

    /// <summary>Forgets a point.</summary>
    /// <param name="key">Its key.</param>
    /// <exception cref="IOException">It could not be forgotten.</exception>
    void Remove(string key);
}
