using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Catchment.Composition;

namespace Catchment.Doctor.Checks;

/// <summary>Versions of the program, of what runs, and of the system.</summary>
internal sealed class VersionCheck : ICheck
{
    /// <inheritdoc/>
    public string Area => "versions";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> LookAsync(ExaminedNode node, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        yield return new Finding(FindingLevel.Good, Area, $"Catchment {Node.Version}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        yield return new Finding(FindingLevel.Good, Area, $"configuration: {node.Configuration.Loaded.FilePath ?? "no file (defaults)"}");
        foreach (var message in node.Configuration.Messages)
            yield return new Finding(FindingLevel.Warning, "configuration", message.Text, "Correct it; `catchment config check` tells whether it is well.");
        foreach (var running in node.Running.Where(static running => running.Version != Node.Version))
            yield return new Finding(FindingLevel.Warning, Area, $"The process {running.Pid} ({Names(running)}) is Catchment {running.Version}, this program is {Node.Version}.", "Restart it, so that it runs what is installed.");
    }

    private static string Names(Core.Hosting.NodeStatus running) => string.Join(", ", running.Services.Select(static service => service.Name));
}
