namespace Catchment.Core.Hosting;

/// <summary>The states of all services of a supervisor after a change.</summary>
/// <param name="services">Every service, in the supervisor's order.</param>
public sealed class ServicesChangedEventArgs(IReadOnlyList<ServiceStatus> services) : EventArgs
{
    /// <summary>Every service, in the supervisor's order.</summary>
    public IReadOnlyList<ServiceStatus> Services { get; } = services;
}
