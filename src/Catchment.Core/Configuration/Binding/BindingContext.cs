namespace Catchment.Core.Configuration.Binding;

/// <summary>What is collected while a configuration is turned into options: messages, and who has set what.</summary>
/// <param name="messages">Where problems are told.</param>
/// <param name="paths">Resolves paths.</param>
/// <param name="ignoresUnknownKeys">Whether an unknown key at a place is only worth a warning.</param>
internal sealed class BindingContext(MessageCollection messages, PathResolver paths, Func<ConfigurationOrigin, bool> ignoresUnknownKeys)
{
    private readonly Dictionary<string, ConfigurationOrigin> _origins = new(StringComparer.Ordinal);

    /// <summary>Resolves paths.</summary>
    public PathResolver Paths => paths;

    /// <summary>All findings, in the order they were made.</summary>
    public MessageCollection Messages => messages;

    /// <summary>Where each key that somebody has set was set.</summary>
    public IReadOnlyDictionary<string, ConfigurationOrigin> Origins => _origins;

    /// <summary>Notes who has set a key.</summary>
    public void Set(SettingKey key, ConfigurationOrigin origin) => _origins[key.ToString()] = origin;

    /// <summary>Tells that a value cannot be used.</summary>
    public void Refuse(ConfigurationNode node, SettingKey key, SettingConstraints constraints, string allowed) =>
        Refuse(node.Origin, key, constraints.IsSecret ? "a value that is not shown" : NodeText.Describe(node), allowed);

    /// <summary>Tells that something is wrong with a place.</summary>
    public void Refuse(ConfigurationOrigin origin, SettingKey key, string found, string allowed) =>
        Messages.Add(new ConfigurationMessage(MessageSeverity.Error, origin, key.ToString(), found, allowed));

    /// <summary>Tells that a key is not known.</summary>
    public void UnknownKey(ConfigurationEntry entry, SettingKey parent, IReadOnlyCollection<string> known)
    {
        var severity = ignoresUnknownKeys(entry.KeyOrigin) ? MessageSeverity.Warning : MessageSeverity.Error;
        var nearest = NearestKey.Find(entry.Key, known);
        var hint = nearest is null ? string.Empty : $" (did you mean '{nearest}'?)";
        var allowed = known.Count == 0 ? "no keys here" : string.Join(", ", known.Order(StringComparer.Ordinal)) + hint;
        Messages.Add(new ConfigurationMessage(
            severity, entry.KeyOrigin, parent.Below(entry.Key).ToString(), "an unknown key", allowed));
    }
}
