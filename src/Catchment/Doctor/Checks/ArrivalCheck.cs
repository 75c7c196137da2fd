using System.Net;
using System.Runtime.CompilerServices;
using Catchment.Cameras.Hub;
using Catchment.Cameras.Watcher;

namespace Catchment.Doctor.Checks;

/// <summary>Whether anything arrives at a service that waits for others.</summary>
internal sealed class ArrivalCheck : ICheck
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public string Area => "arrivals";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> LookAsync(ExaminedNode node, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var (service, senders) in new[] { (HubMetrics.Service, "camera nodes (imagenode)"), (WatcherMetrics.Service, "outposts") })
        {
            if (node.RunningOf(service) is not { } running || running.Node.Counters.GetValueOrDefault(service) is not { } counters)
                continue;
            var since = running.Node.Started.ToLocalTime();
            if (counters.Totals.Received > 0)
                yield return new Finding(FindingLevel.Good, Area, $"{service} has received {counters.Totals.Received} messages since {since:yyyy-MM-dd HH:mm}, {counters.ReceivedPerSecond:0.0} a second now");
            else if (TimeProvider.System.GetUtcNow() - since >= LongEnough)
                yield return Silence(node, service, senders, since);
        }
    }

    private Finding Silence(ExaminedNode node, string service, string senders, DateTimeOffset since)
    {
        Listener[] listeners = [.. Inventory.Listeners(node).Where(listener => listener.Service == service)];
        var text = $"{service} has received nothing since {since:yyyy-MM-dd HH:mm}.";
        if (listeners.Length > 0 && listeners.All(static listener => IPAddress.IsLoopback(listener.Endpoint.Address)))
            return new Finding(FindingLevel.Warning, Area, text, $"It listens on this machine alone. For {senders} on others: {listeners[0].Key}: tcp://*:{listeners[0].Endpoint.Port}");
        var port = listeners.Length > 0 ? $" {listeners[0].Endpoint.Port}" : "";
        return new Finding(FindingLevel.Warning, Area, text, $"Do the {senders} run, and do they reach this machine? From one of them: telnet {Dns.GetHostName()}{port}");
    }
}
