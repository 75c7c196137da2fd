using System.Runtime.CompilerServices;
using Catchment.Core.Machine;

namespace Catchment.Doctor.Checks;

/// <summary>Whether the ports are the services' own.</summary>
internal sealed class PortCheck : ICheck
{
    /// <inheritdoc/>
    public string Area => "ports";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> LookAsync(ExaminedNode node, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        var table = PortTable.Read();
        var taken = new Dictionary<string, Listener>(StringComparer.Ordinal);
        foreach (var listener in Inventory.Listeners(node))
        {
            if (!taken.TryAdd($"{listener.IsUdp} {listener.Endpoint}", listener))
                yield return new Finding(FindingLevel.Problem, Area, $"{Name(listener)} is what {taken[$"{listener.IsUdp} {listener.Endpoint}"].Key} says too.", $"Give one of them another port.");
            else
                yield return Judge(node, listener, table.HolderOf(listener.Endpoint, listener.IsUdp));
        }
    }

    private Finding Judge(ExaminedNode node, Listener listener, PortHolder? holder)
    {
        var running = listener.Service == "web" ? node.Running.Where(static one => one.Web.Count > 0).Select(static one => (int?)one.Pid).FirstOrDefault() : node.RunningOf(listener.Service)?.Node.Pid;
        if (holder is null)
        {
            return running is null
                ? new Finding(FindingLevel.Good, Area, $"{Name(listener)} is free")
                : new Finding(FindingLevel.Problem, Area, $"{Name(listener)} is not open, though {listener.Service} runs (pid {running}).", "Its log tells why; it may have been started with another configuration.");
        }

        if (running is not null && (holder.Process is null || holder.Process == running))
            return new Finding(FindingLevel.Good, Area, $"{Name(listener)} is {listener.Service}'s (pid {running})");
        if (holder.Process is not { } process)
            return new Finding(FindingLevel.Problem, Area, $"{Name(listener)} is in use by a process of the user {holder.User}.", "Run this as root to see which one; or: sudo ss -tulpn");
        var stop = holder.Unit is { } unit ? $"`sudo systemctl stop {unit}`" : $"`kill {process}`";
        return new Finding(FindingLevel.Problem, Area, $"{Name(listener)} is in use by the process {process}: {holder.Command}", $"Stop it, if it is the one that Catchment replaces: {stop}. Or choose another port: {listener.Key}.");
    }

    private static string Name(Listener listener) => $"{listener.Key} {(listener.IsUdp ? "udp " : "")}{listener.Endpoint}";
}
