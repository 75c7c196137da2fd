namespace Catchment.Core.Configuration.Binding;

/// <summary>Finds the key that a mistyped one was most likely meant to be.</summary>
internal static class NearestKey
{
    private const int LongestCompared = 64;

    /// <summary>The nearest of the known keys, or null when none is near.</summary>
    /// <param name="typed">The unknown key.</param>
    /// <param name="known">The known keys.</param>
    public static string? Find(string typed, IEnumerable<string> known)
    {
        if (typed.Length is 0 or > LongestCompared)
            return null;
        var (best, bestDistance) = ((string?)null, Math.Max(1, typed.Length / 3) + 1);
        foreach (var key in known)
        {
            var distance = Distance(typed.ToUpperInvariant(), key.ToUpperInvariant());
            if (distance < bestDistance)
                (best, bestDistance) = (key, distance);
        }

        return best;
    }

    // Damerau-Levenshtein with adjacent swaps: the slips of typing fingers.
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= right.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                var best = Math.Min(replace, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    best = Math.Min(best, rows[i - 2, j - 2] + 1);
                rows[i, j] = best;
            }
        }

        return rows[left.Length, right.Length];
    }
}
