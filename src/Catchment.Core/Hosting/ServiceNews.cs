using Catchment.Core.Live;

namespace Catchment.Core.Hosting;

/// <summary>Tells the live feed of each service that has changed; called by one supervisor's loop.</summary>
internal sealed class ServiceNews(LiveFeed live)
{
    private readonly Dictionary<string, (ServiceState State, DateTimeOffset Since, string? Reason, int Restarts)> _told = new(StringComparer.Ordinal);

    /// <summary>Compares with what was told before.</summary>
    public void Tell(object? sender, ServicesChangedEventArgs change)
    {
        foreach (ServiceStatus service in change.Services)
        {
            // The status socket is how one asks; the status does not tell of it either.
            var now = (service.State, service.Since, service.Reason, service.Restarts);
            if (service.Name is "status" || (_told.TryGetValue(service.Name, out var before) && before == now))
            {
                continue;
            }

            _told[service.Name] = now;
            live.Publish(new LiveMessage(NodeHost.ServiceTopic, service.Name, service));
        }
    }
}
