namespace Catchment.Tags.Gateway;

/// <summary>Something that names points by their keys: a point stays registered as long as anything does. Source: <c>tags</c> 2.8.</summary>
public interface IKeyReferences
{
    /// <summary>Whether a key is named.</summary>
    /// <param name="key">The key.</param>
    bool RefersTo(string key);
}
