namespace Catchment.Core.Tests.Configuration;

/// <summary>The sample files beside the tests.</summary>
internal static class Samples
{
    /// <summary>The absolute path of a sample.</summary>
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Configuration", "Samples", name);

    /// <summary>The content of a sample.</summary>
    public static string Text(string name) => File.ReadAllText(PathOf(name));
}
