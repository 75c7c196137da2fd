namespace Catchment.Files.Plugins.Foreign;

/// <summary>A plugin in an assembly that is not loaded.</summary>
/// <param name="Name">Its name: that of its class; of an assembly that has none, the assembly's.</param>
/// <param name="File">Absolute path of the assembly.</param>
/// <param name="Type">Full name of its class.</param>
/// <param name="Problem">Why it cannot be used; null: it can, as far as one sees from outside.</param>
internal sealed record ForeignPlugin(string Name, string File, string Type, string? Problem = null);
