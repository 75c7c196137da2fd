namespace Catchment.Core.Configuration.Binding;

/// <summary>The settings of all sections of a catalogue.</summary>
internal sealed class CatalogueShape
{
    private readonly Dictionary<string, SettingType> _top = new(StringComparer.Ordinal);

    /// <summary>Describes a catalogue.</summary>
    /// <exception cref="ArgumentException">A key stands twice, or an options type cannot be read.</exception>
    public CatalogueShape(ConfigurationCatalogue catalogue)
    {
        Sections = [.. catalogue.Sections.Select(static section => (section, OptionsShape.Of(section.OptionsType)))];
        foreach (var (section, shape) in Sections)
        {
            if (section.Name.Length > 0)
                _top.Add(section.Name, new RecordSettingType(shape));
            else
                shape.Settings.ToList().ForEach(setting => _top.Add(setting.Key, setting.Type));
        }
    }

    /// <summary>The sections with their settings; an empty name means top-level keys.</summary>
    public IReadOnlyList<(SectionDefinition Definition, OptionsShape Shape)> Sections { get; }

    /// <summary>The top-level keys of <c>catchment.yaml</c>.</summary>
    public IReadOnlyCollection<string> TopKeys => _top.Keys;

    /// <summary>The settings of a section, or null.</summary>
    public OptionsShape? Find(string section) =>
        Sections.FirstOrDefault(item => string.Equals(item.Definition.Name, section, StringComparison.Ordinal)).Shape;

    /// <summary>The type of what stands at a path, or null when nobody knows the path.</summary>
    /// <param name="path">The keys from the top.</param>
    public SettingType? TypeAt(IReadOnlyList<string> path)
    {
        var type = path.Count > 0 ? _top.GetValueOrDefault(path[0]) : null;
        for (var index = 1; index < path.Count && type is not null; index++)
        {
            type = type switch
            {
                RecordSettingType record => record.Shape.Find(path[index])?.Type,
                MapSettingType map => map.Item,
                _ => null,
            };
        }

        return type;
    }

    /// <summary>The known key below a path that differs from a word in case at most.</summary>
    /// <param name="path">The keys above; none for top-level keys.</param>
    /// <param name="word">The word in any case.</param>
    public string? KeyIgnoringCase(IReadOnlyList<string> path, string word)
    {
        var keys = path.Count == 0
            ? TopKeys
            : TypeAt(path) is RecordSettingType record ? record.Shape.Settings.Select(static setting => setting.Key) : [];
        return keys.FirstOrDefault(key => string.Equals(key, word, StringComparison.OrdinalIgnoreCase));
    }
}
