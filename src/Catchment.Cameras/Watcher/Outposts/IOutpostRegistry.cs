namespace Catchment.Cameras.Watcher.Outposts;

/// <summary>The outposts' views that are known, by configuration or because they introduced themselves. Safe for many threads at once.</summary>
/// <remarks>Source: the camera specification, 10.5.</remarks>
public interface IOutpostRegistry
{
    /// <summary>All of them, by node and view.</summary>
    IReadOnlyList<WatcherCamera> Cameras { get; }

    /// <summary>
    /// Takes in a view that introduced itself, for this run and the next ones. A view that is known already stays as it is; the node's
    /// configured views stay what they are.
    /// </summary>
    /// <param name="camera">The view; its names are valid, see <see cref="OutpostNames"/>.</param>
    /// <returns>False when there are <see cref="WatcherOptions.MaxOutposts"/> already.</returns>
    bool Add(WatcherCamera camera);

    /// <summary>Whether a view is known.</summary>
    bool Knows(string node, string view);
}
