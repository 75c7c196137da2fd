namespace Catchment.SampleDependency;

/// <summary>Something that a plugin brings along and the program does not have.</summary>
public static class Words
{
    public static string Of(string name) => $"words of the dependency for {name}";
}
