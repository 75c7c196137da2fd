namespace Catchment.Core.Configuration;

/// <summary>The place a value or a message belongs to, as a person would look for it.</summary>
/// <param name="Layer">The layer the value stands in.</param>
/// <param name="Name">
/// The file as it was named by the caller, the environment variable, or the key of the command-line word.
/// The value of a word is left out, because it may be a secret.
/// </param>
/// <param name="Line">Line in the file, counted from 1; 0 when the place has no lines.</param>
/// <param name="Column">Column in the file, counted from 1; 0 when the place has no columns.</param>
public sealed record ConfigurationOrigin(ConfigurationLayer Layer, string Name, int Line = 0, int Column = 0)
{
    /// <summary>The origin of everything that nobody has set.</summary>
    public static ConfigurationOrigin Default { get; } = new(ConfigurationLayer.Default, "default");

    /// <summary>The start of a file, for messages about the file as a whole.</summary>
    /// <param name="file">The file as it was named by the caller.</param>
    public static ConfigurationOrigin File(string file) => new(ConfigurationLayer.File, file);

    /// <summary>An environment variable.</summary>
    /// <param name="name">Its name, as it is spelled in the environment.</param>
    public static ConfigurationOrigin Variable(string name) => new(ConfigurationLayer.Environment, name);

    /// <summary>A <c>key=value</c> word of the command line.</summary>
    /// <param name="key">What stands before the equals sign.</param>
    public static ConfigurationOrigin Word(string key) => new(ConfigurationLayer.CommandLine, key);

    /// <summary>The same file at another place; any other layer has no places and stays as it is.</summary>
    /// <param name="line">Line, counted from 1.</param>
    /// <param name="column">Column, counted from 1.</param>
    public ConfigurationOrigin At(int line, int column) =>
        Layer == ConfigurationLayer.File ? this with { Line = line, Column = column } : this;

    /// <summary>For example <c>imagehub.yaml:3:13</c>, which editors and terminals make clickable.</summary>
    public override string ToString() => Layer switch
    {
        ConfigurationLayer.File when Line > 0 => $"{Name}:{Line}:{Column}",
        ConfigurationLayer.Environment => $"environment variable {Name}",
        ConfigurationLayer.CommandLine => $"command line word '{Name}'",
        _ => Name,
    };
}
