namespace Catchment.Core.Hosting;

/// <summary>What <c>GET /health/ready</c> tells.</summary>
/// <param name="Status"><c>ready</c>, <c>degraded</c> (takes work, but something is missing) or <c>unready</c>.</param>
/// <param name="Services">The state of each service and why, in the order of the start.</param>
public sealed record NodeHealth(string Status, IReadOnlyList<NodeHealth.Service> Services)
{
    /// <summary>Whether the node takes work.</summary>
    internal bool IsReady => Status is not "unready";

    /// <summary>Judges the services: degraded ones take work, all others but running ones do not.</summary>
    internal static NodeHealth Of(IReadOnlyList<ServiceStatus> services)
    {
        string status = !services.All(s => s.IsReady) ? "unready"
            : services.Any(s => s.State == ServiceState.Degraded) ? "degraded"
            : "ready";
        return new NodeHealth(status, [.. services.Select(s => new Service(s.Name, s.State, s.Reason))]);
    }

    /// <summary>One service.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="State">Its state.</param>
    /// <param name="Reason">Why it is in this state; null when there is nothing to say.</param>
    public sealed record Service(string Name, ServiceState State, string? Reason);
}
