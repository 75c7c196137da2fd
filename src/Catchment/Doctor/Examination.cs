using System.Runtime.CompilerServices;
using Catchment.Doctor.Checks;

namespace Catchment.Doctor;

/// <summary>All checks of a node, one after another.</summary>
internal static class Examination
{
    private static readonly ICheck[] Checks =
    [
        new VersionCheck(), new ServiceCheck(), new PortCheck(), new FolderCheck(), new DiskCheck(), new ClockCheck(), new DatabaseCheck(), new PeerCheck(), new ArrivalCheck(),
    ];

    /// <summary>Looks at everything.</summary>
    /// <param name="node">The node.</param>
    /// <param name="cancellation">Gives up.</param>
    internal static async IAsyncEnumerable<Finding> RunAsync(ExaminedNode node, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var check in Checks)
        {
            var findings = new List<Finding>();
            try
            {
                await foreach (var finding in check.LookAsync(node, cancellation))
                    findings.Add(finding);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or FormatException)
            {
                // One thing that cannot be looked at hides no other.
                findings.Add(new Finding(FindingLevel.Warning, check.Area, $"This could not be looked at: {e.Message}", "Run it as root, or as the user of the service."));
            }

            foreach (var finding in findings)
                yield return finding;
        }
    }
}
