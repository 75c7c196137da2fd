namespace Catchment.Tags.Mappings;

/// <summary>Makes the mappings of one protocol durable before they are seen. Source: <c>tags</c> 13.</summary>
/// <typeparam name="T">The protocol's mapping.</typeparam>
public interface IMappingJournal<in T>
    where T : Mapping
{
    /// <summary>Keeps mappings, new ones or in the place of those with the same id: all, or none.</summary>
    /// <param name="mappings">The mappings.</param>
    /// <exception cref="IOException">They could not be kept.</exception>
    void Save(IReadOnlyList<T> mappings);

    /// <summary>Forgets one.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="IOException">It could not be forgotten.</exception>
    void Remove(string id);
}
