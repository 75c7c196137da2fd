namespace Catchment.Core.Hosting;

/// <summary>
/// One service of the node. A service is an island: an exception that leaves <see cref="RunAsync"/> restarts this
/// service alone, with a fresh instance and a growing pause, and touches no other. An instance that is
/// <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/> is disposed after its one run.
/// </summary>
public interface IService
{
    /// <summary>The service's name in logs, metrics and status: lower-case letters, digits and <c>_</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Does the service's whole work. It starts on a thread of its own, so it may block before its first await.
    /// Threads that it makes itself must be background threads.
    /// </summary>
    /// <param name="context">How the service tells its state.</param>
    /// <param name="stopping">
    /// Cancelled when the service has to drain: accept nothing new, answer what is in flight, flush, return. It has
    /// <see cref="IServiceContext.DrainDeadline"/> for that.
    /// </param>
    /// <returns>A task that ends only after <paramref name="stopping"/>; ending earlier counts as a crash.</returns>
    Task RunAsync(IServiceContext context, CancellationToken stopping);
}
