namespace Catchment.Tags.Gateway;

/// <summary>
/// Something that works on the gateway's model while the gateway runs: a door that clients come through, or a worker such as calculation. One that cannot begin is tried
/// again, and hinders no other. Source: <c>tags</c> 1.
/// </summary>
public interface IGatewayPart
{
    /// <summary>Its name: lower-case letters, digits and <c>_</c>.</summary>
    string Name { get; }

    /// <summary>Begins; returns when it is ready. It may be called again after it has failed.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="IOException">It cannot begin now: its port is taken, for example. The message says so to the operator.</exception>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>Ends: takes nothing new, answers what is in flight, and gives its port back. Called also where it never began.</summary>
    /// <param name="cancellation">Its time is over.</param>
    Task StopAsync(CancellationToken cancellation);
}
