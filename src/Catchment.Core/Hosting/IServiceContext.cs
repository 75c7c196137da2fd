using Microsoft.Extensions.Logging;

namespace Catchment.Core.Hosting;

/// <summary>
/// How one run of a service speaks to its supervisor. Safe to call from any thread; calls made after the run has
/// ended change nothing.
/// </summary>
public interface IServiceContext
{
    /// <summary>The clock of the node.</summary>
    TimeProvider Time { get; }

    /// <summary>The service's log; its category is the service's name.</summary>
    ILogger Logger { get; }

    /// <summary>How long the service may take to drain once it is asked to stop.</summary>
    TimeSpan DrainDeadline { get; }

    /// <summary>Says that the service is ready: its listeners are open and it does its work.</summary>
    void Running();

    /// <summary>
    /// Begins (or continues) an episode of degradation. The first call for a key is logged; later ones only renew
    /// the reason. The service counts as degraded while any key is present.
    /// </summary>
    /// <param name="key">What is degraded, from a small known set, such as <c>disk</c> or <c>camera.front</c>.</param>
    /// <param name="reason">One sentence for the operator: what is wrong and what to do.</param>
    void Degrade(string key, string reason);

    /// <summary>Ends the episode of <paramref name="key"/>, if one is under way, and logs how long it lasted.</summary>
    /// <param name="key">The key given to <see cref="Degrade"/>.</param>
    void Recover(string key);
}
