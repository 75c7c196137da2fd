using System.Globalization;

namespace Catchment.Soak;

/// <summary>How a soak runs.</summary>
/// <param name="Duration">How long.</param>
/// <param name="Seed">Decides what happens and what is sent.</param>
/// <param name="Rate">Items a second of the demo's 15 senders: so many that a kill finds each service at work.</param>
/// <param name="Folder">Where everything lies.</param>
/// <param name="Keeps">Whether the folder stays.</param>
internal sealed record SoakOptions(TimeSpan Duration, int Seed, int Rate, string Folder, bool Keeps)
{
    internal const string Usage = "usage: soak [--for 20s|2min|1h] [--seed N] [--rate N] [--keep FOLDER]     or CATCHMENT_SOAK=2min, CATCHMENT_SOAK_SEED=N";

    private const int UsualRate = 75;
    private const string DurationVariable = "CATCHMENT_SOAK";
    private const string SeedVariable = "CATCHMENT_SOAK_SEED";

    /// <summary>Reads the command line and the environment.</summary>
    /// <returns>Null: it is none.</returns>
    internal static SoakOptions? Read(IReadOnlyList<string> words)
    {
        var (length, seed, rate, folder) = (Environment.GetEnvironmentVariable(DurationVariable) ?? "2min", Environment.GetEnvironmentVariable(SeedVariable), $"{UsualRate}", (string?)null);
        for (var i = 0; i < words.Count; i += 2)
        {
            if (i + 1 == words.Count)
                return null;
            switch (words[i])
            {
                case "--for": length = words[i + 1]; break;
                case "--seed": seed = words[i + 1]; break;
                case "--rate": rate = words[i + 1]; break;
                case "--keep": folder = words[i + 1]; break;
                default: return null;
            }
        }

        var number = Random.Shared.Next(1, 1_000_000);
        if (!Core.Configuration.Binding.Duration.TryRead(length, out var duration) || duration <= TimeSpan.Zero || (seed is not null && !int.TryParse(seed, CultureInfo.InvariantCulture, out number))
            || !int.TryParse(rate, CultureInfo.InvariantCulture, out var items) || items < 1)
            return null;
        return new SoakOptions(duration, number, items, Path.GetFullPath(folder ?? Path.Combine(Path.GetTempPath(), $"catchment-soak-{Path.GetRandomFileName()}")), folder is not null);
    }

    /// <summary>The words that make the same.</summary>
    internal IEnumerable<string> Words() => ["--for", $"{Duration.TotalSeconds}s", "--seed", $"{Seed}", "--rate", $"{Rate}", "--keep", Folder];
}
