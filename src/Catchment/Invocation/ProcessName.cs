using System.Text;

namespace Catchment.Invocation;

/// <summary>The name that the program was called by, and the name that the system shows for it.</summary>
internal static class ProcessName
{
    private const string OwnName = "catchment";

    /// <summary>The last part of the word that this process was started with: <c>catchment</c>, or an original's name through a link.</summary>
    internal static string Called()
    {
        var line = File.ReadAllBytes("/proc/self/cmdline").AsSpan();
        var end = line.IndexOf((byte)0);
        var word = Encoding.UTF8.GetString(end < 0 ? line : line[..end]);
        var name = Path.GetFileNameWithoutExtension(word);
        return name is "" or "dotnet" or "Catchment" ? OwnName : name;
    }

    /// <summary>Makes <c>ps</c>, <c>pgrep</c> and <c>killall</c> show the process under a name; the system keeps 15 bytes of it.</summary>
    internal static void Show(string name) => File.WriteAllText("/proc/self/comm", name);
}
