using Catchment.Core.Diagnostics;

namespace Catchment.Telemetry.Following;

/// <summary>The instrument's list of the processes of a computer; the first word of a line is a device. Source: <c>telemetry</c> 11.1.</summary>
public static class ProcessList
{
    /// <summary>The variable that stands in a list's path as <c>%s</c>.</summary>
    public const string RoleVariable = "MAGAOX_ROLE";

    private const int MostBytes = 1 << 20;

    /// <summary>A list's path.</summary>
    /// <param name="pattern">The path, with <c>%s</c> for the computer's role.</param>
    /// <param name="role">The role; null: none, nothing stands in its place.</param>
    public static string PathFor(string pattern, string? role)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return pattern.Replace("%s", role ?? "", StringComparison.Ordinal);
    }

    /// <summary>The devices of a list, each once, in ordinal order.</summary>
    /// <param name="path">The list.</param>
    /// <exception cref="ProcessListException">It cannot be read, or a line has one word alone.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        try
        {
            using var file = new StreamReader(path);
            return file.BaseStream.Length <= MostBytes
                ? Parse(path, file)
                : throw new ProcessListException($"proclist: {LogText.OneLine(path)} has more than {MostBytes} bytes: it is no list of processes.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProcessListException($"proclist: the list of processes cannot be read: {LogText.OneLine(e.Message)} Correct the path, or in catchment.yaml set proclist: null to follow every device of telem_dir.");
        }
    }

    private static List<string> Parse(string path, StreamReader file)
    {
        var devices = new SortedSet<string>(StringComparer.Ordinal);
        for (var number = 1; file.ReadLine() is { } line; number++)
        {
            var words = line.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0].StartsWith('#'))
                continue;
            if (words.Length == 1)
                throw new ProcessListException($"proclist: {LogText.OneLine(path)}:{number}: '{LogText.OneLine(words[0])}' stands alone; a line is a device and its program.");
            devices.Add(words[0]);
        }

        return [.. devices];
    }
}
