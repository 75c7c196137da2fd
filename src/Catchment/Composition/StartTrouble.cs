using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;

namespace Catchment.Composition;

/// <summary>Tells on standard error why a service cannot start: one line.</summary>
internal static class StartTrouble
{
    internal static void Tell(Exception e) =>
        Console.Error.WriteLine(LogText.OneLine($"error: {(Database.IsAway(e) ? "The database cannot be reached: " : "")}{e.Message}"));
}
