namespace Catchment.Tags.State;

/// <summary>Keeps documents of JSON by name through restarts: what is configured over the API. Safe on any thread. Source: <c>tags</c> 13.</summary>
public interface IDocumentStore
{
    /// <summary>A document in UTF-8; null: there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    byte[]? Load(string name);

    /// <summary>Keeps a document in the place of the one that had its name; durable when it returns.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="json">The document, valid JSON in UTF-8.</param>
    /// <exception cref="IOException">It could not be kept; the old one stays.</exception>
    void Save(string name, ReadOnlySpan<byte> json);

    /// <summary>Forgets a document; durable when it returns.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="IOException">It could not be forgotten.</exception>
    void Remove(string name);
}
