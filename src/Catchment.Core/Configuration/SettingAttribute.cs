namespace Catchment.Core.Configuration;

/// <summary>
/// Makes a property of an options record a key of the configuration. The options record is a sealed record with a
/// parameterless constructor; the initialisers of its properties are the defaults (those of a nested record are its own). A property may be a <c>bool</c>,
/// <c>int</c>, <c>long</c>, <c>double</c>, <c>string</c>, enum, <see cref="ByteSize"/>, <see cref="TimeSpan"/>,
/// <see cref="Catchment.Core.Databases.DatabaseUrl"/>, an
/// <see cref="IReadOnlyList{T}"/> of these, another options record, an <see cref="IReadOnlyDictionary{TKey,TValue}"/>
/// from text to any of these, or a <see cref="ConfigurationNode"/>, which is taken as it is written; each nullable or not.
/// </summary>
/// <param name="key">The key as it is written, in snake_case.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string key) : Attribute
{
    /// <summary>The key as it is written.</summary>
    public string Key { get; } = key;

    /// <summary>One sentence about the setting, for the reference and for editors.</summary>
    public required string Description { get; set; }

    /// <summary>The least number allowed; seconds for a duration, bytes for a size. NaN: no bound.</summary>
    public double Min { get; set; } = double.NaN;

    /// <summary>The greatest number allowed; seconds for a duration, bytes for a size. NaN: no bound.</summary>
    public double Max { get; set; } = double.NaN;

    /// <summary>What a number counts, for messages and the reference, for example <c>minutes</c>.</summary>
    public string? Unit { get; set; }

    /// <summary>
    /// Whether texts are paths: <c>~/</c> is the home folder, relative ones are resolved against the file's folder, or
    /// the working folder when they come from the environment or a word. The options then hold absolute paths.
    /// </summary>
    public bool IsPath { get; set; }

    /// <summary>
    /// Whether the value must not be shown. A secret comes from a file or the environment; a word of the command line
    /// is refused, because every user of the machine can read it there.
    /// </summary>
    public bool IsSecret { get; set; }

    /// <summary>Whether the key must be there when its section is.</summary>
    public bool Required { get; set; }

    /// <summary>Whether the names of an enum may be written in any case.</summary>
    public bool IgnoreCase { get; set; }

    /// <summary>A value for the reference, as it would be written.</summary>
    public string? Example { get; set; }

    /// <summary>What the reference says instead of a default that depends on the machine.</summary>
    public string? DefaultText { get; set; }

    /// <summary>A regular expression that texts must match, with its own anchors and without look-around.</summary>
    public string? Pattern { get; set; }
}
