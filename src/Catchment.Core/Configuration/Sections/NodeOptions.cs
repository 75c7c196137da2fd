namespace Catchment.Core.Configuration;

/// <summary>The top-level keys of <c>catchment.yaml</c> that are no sections.</summary>
public sealed record NodeOptions
{
    /// <summary>Name of this data sink, as it appears in the catalog, in metrics and on the console.</summary>
    [Setting("node", Description = "Name of this data sink.", DefaultText = "host name", Example = "data1", Pattern = @"^[^\s/]{1,255}$")]
    public string Node { get; init; } = Environment.MachineName;

    /// <summary>Absolute root of everything that a section does not place itself.</summary>
    [Setting("data_directory", Description = "Root folder of everything that a section does not place itself.", IsPath = true)]
    public string DataDirectory { get; init; } = "./data";
}
