using Catchment.Core.Configuration.Binding;

namespace Catchment.Core.Configuration;

/// <summary>A configuration that has been read: the options of every section, and what there is to say about it.</summary>
public sealed class LoadedConfiguration
{
    private readonly CatalogueShape _shape;
    private readonly IReadOnlyDictionary<Type, object> _options;
    private readonly IReadOnlyDictionary<string, ConfigurationOrigin> _origins;

    internal LoadedConfiguration(CatalogueShape shape, IReadOnlyDictionary<Type, object> options, BindingContext context)
    {
        (_shape, _options, _origins) = (shape, options, context.Origins);
        // In the order a person reads: through the file, then the environment, then the words.
        Messages =
        [
            .. context.Messages.Messages
                .OrderBy(static message => message.Origin.Layer)
                .ThenBy(static message => message.Origin.Line)
                .ThenBy(static message => message.Origin.Column),
        ];
    }

    /// <summary>The absolute path of the file, or null when there is none.</summary>
    public string? FilePath { get; init; }

    /// <summary>The original whose file it is; null when it is ours or there is no file.</summary>
    public OriginalFile? Original { get; init; }

    /// <summary>The absolute folder of the file, or the working folder when there is none.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>The file as it is written; null when there is none or it cannot be read.</summary>
    public ConfigurationNode? Root { get; init; }

    /// <summary>All findings: those in the file in its order, then those of the environment and of the words.</summary>
    public IReadOnlyList<ConfigurationMessage> Messages { get; }

    /// <summary>Whether the configuration must not be used.</summary>
    public bool HasErrors => Messages.Any(static message => message.Severity == MessageSeverity.Error);

    /// <summary>The options of a section; all defaults when the section is absent.</summary>
    /// <typeparam name="T">The options record of a section of the catalogue.</typeparam>
    /// <exception cref="InvalidOperationException">No section of the catalogue has this type.</exception>
    public T Section<T>()
        where T : class =>
        _options.TryGetValue(typeof(T), out var options)
            ? (T)options
            : throw new InvalidOperationException($"No section has the options {typeof(T).Name}.");

    /// <summary>Whether anybody has set a key or a section, if only to null.</summary>
    /// <param name="dottedKey">The key with its section, for example <c>web.listen</c>.</param>
    public bool IsSet(string dottedKey) => _origins.ContainsKey(dottedKey);

    /// <summary>Every setting of every section as it is in force, defaults included.</summary>
    public IEnumerable<EffectiveSetting> Effective() =>
        _shape.Sections.SelectMany(section => EffectiveSettings.Of(section.Shape, Above(section.Definition), _options[section.Definition.OptionsType], _origins));

    private static SettingKey Above(SectionDefinition section) =>
        section.Name.Length == 0 ? SettingKey.Root : SettingKey.Root.Below(section.Name);
}
