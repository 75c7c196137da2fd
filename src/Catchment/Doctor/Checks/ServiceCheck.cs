using System.Runtime.CompilerServices;
using Catchment.Core.Hosting;
using Catchment.Core.Machine;

namespace Catchment.Doctor.Checks;

/// <summary>Whether the services run and take work.</summary>
internal sealed class ServiceCheck : ICheck
{
    private static readonly TimeSpan Recent = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public string Area => "services";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> LookAsync(ExaminedNode node, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        if (node.Running.Count == 0)
        {
            yield return new Finding(FindingLevel.Note, Area, $"Nothing of this configuration runs: {string.Join(", ", node.Services)}.", "Start it: `catchment up`, or the unit of each service. If one runs, ask as its user or as root, with its configuration (-c FILE).");
            yield break;
        }

        foreach (var running in node.Running)
        {
            foreach (var service in running.Services)
                yield return Judge(running, service);
        }

        string[] missing = [.. node.Services.Where(service => node.RunningOf(service) is null)];
        if (missing.Length > 0)
            yield return new Finding(FindingLevel.Note, Area, $"These services of the configuration do not run: {string.Join(", ", missing)}.", "Start them where they are wanted: `catchment up` runs all, `catchment run NAME` one.");
    }

    private Finding Judge(NodeStatus running, ServiceStatus service)
    {
        // The unit has the name of the service's original, or any other.
        var log = PortTable.UnitOf(running.Pid) is { } unit ? $"`sudo journalctl -u {unit} -n 50`" : "what it prints where it was started";
        var advice = $"Its log tells more: {log}, or the file of logging.file.";
        if (!service.IsReady)
            return new Finding(FindingLevel.Problem, Area, $"{service.Name} (pid {running.Pid}) takes no work: {service.State}{Because(service.Reason ?? service.LastError)}", advice);
        if (service.Degradations.Count > 0 || service.State == ServiceState.Degraded)
            return new Finding(FindingLevel.Warning, Area, $"{service.Name} (pid {running.Pid}) works, but misses something{Because(service.Reason)}", advice);
        return service is { Restarts: > 0, LastErrorAt: { } at, LastError: { } error } && TimeProvider.System.GetUtcNow() - at < Recent
            ? new Finding(FindingLevel.Warning, Area, $"{service.Name} (pid {running.Pid}) works, and was started anew {service.Restarts} times; last because of: {error}", advice)
            : new Finding(FindingLevel.Good, Area, $"{service.Name} (pid {running.Pid}) runs");
    }

    private static string Because(string? reason) => reason is null ? "." : $": {reason}";
}
