using System.Data.Common;
using Catchment.Composition;
using Catchment.Core.Hosting;
using Catchment.Files.Settings;
using Catchment.Files.Tables;

namespace Catchment.Commands;

/// <summary>Makes what a service needs in its database, and tells what was made.</summary>
internal static class TableSetup
{
    /// <summary>Runs what makes it.</summary>
    /// <param name="make">Makes what is missing, and tells each thing once it is made.</param>
    /// <param name="otherwise">What is said when nothing was missing; null: nothing.</param>
    /// <returns>The exit code.</returns>
    internal static int Run(Func<IEnumerable<string>> make, string? otherwise = "everything is there already")
    {
        try
        {
            var made = 0;
            foreach (var what in make())
            {
                Console.Out.WriteLine($"made {what}");
                made++;
            }

            if (made == 0 && otherwise is not null)
                Console.Out.WriteLine(otherwise);
            return ExitCode.Done;
        }
        catch (Exception e) when (e is DbException or TimeoutException or FormatException or OperatorException or IOException or UnauthorizedAccessException)
        {
            StartTrouble.Tell(e);
            return ExitCode.Failed;
        }
    }

    /// <summary>Reads which tables of files and events a configuration names, and tells what is wrong with it.</summary>
    /// <param name="options">The section as bound.</param>
    /// <param name="settings">What is to be made; null when the section is wrong.</param>
    internal static bool TryResolve(FilesOptions options, out FilesDatabaseSettings? settings)
    {
        settings = SetupSettings.Resolve(options, out var problems);
        foreach (var (key, found, allowed) in problems)
            Console.Error.WriteLine($"error: {key}: found {found}, allowed: {allowed}");
        return settings is not null;
    }
}
