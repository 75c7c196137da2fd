using Catchment.Tags.Sync.Polling;

namespace Catchment.Tags.Sync.Keys;

/// <summary>How the key of a polled tag is made. Source: <c>tags</c> 8.5.</summary>
public sealed class KeyFormat
{
    private const string CalculationPrefix = "calc:";

    private readonly KeyForm _form;
    private readonly string _template;
    private readonly bool _prefersId;

    private KeyFormat(KeyForm form, string template, bool prefersId) => (_form, _template, _prefersId) = (form, template, prefersId);

    private enum KeyForm
    {
        Auto,
        Colon,
        Dot,
        Template,
    }

    /// <summary>Reads a format.</summary>
    /// <param name="text"><c>auto</c>, <c>colon</c>, <c>dot</c>, or a text with <c>{device}</c>, <c>{tag}</c> or <c>{id}</c>.</param>
    /// <param name="prefersId">A key by the tag's id that the store already has goes before one by its name.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static KeyFormat Parse(string text, bool prefersId = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        var form = text switch
        {
            "auto" => KeyForm.Auto,
            "colon" => KeyForm.Colon,
            "dot" => KeyForm.Dot,
            _ when Template.Names(text, "device", "tag", "id") => KeyForm.Template,
            _ => throw new FormatException($"'{text}' is no key format: auto, colon, dot, or a text with {{device}}, {{tag}} or {{id}} is one"),
        };
        return new KeyFormat(form, text, prefersId);
    }

    /// <summary>The key of a tag, or those that the store is asked for.</summary>
    /// <param name="device">The device.</param>
    /// <param name="id">The tag's id.</param>
    /// <param name="name">The tag's name, not empty.</param>
    /// <param name="source">What its <c>source</c> says.</param>
    internal TagKey KeyOf(string device, string id, string name, PolledSource source)
    {
        if (source == PolledSource.Calculation)
            return TagKey.Final(name.Replace(CalculationPrefix, "", StringComparison.Ordinal));
        if (source == PolledSource.User || device is "USER_TAGS" or "CALC_TAGS")
            return TagKey.Final(name);
        var byId = _prefersId && name != id;
        return _form switch
        {
            KeyForm.Template => TagKey.Final(Template.Fill(_template, ("device", device), ("tag", name), ("id", id))),
            KeyForm.Colon => byId ? new TagKey($"{device}:{name}", $"{device}:{name}", [$"{device}:{id}"]) : TagKey.Final($"{device}:{name}"),
            KeyForm.Dot => byId ? new TagKey($"{device}.{name}", $"{device}.{name}", [$"{device}.{id}"]) : TagKey.Final($"{device}.{name}"),

            // A store that cannot be asked is the original's: its points are registered with a colon.
            _ => new TagKey($"{device}.{name}", $"{device}:{name}", [.. byId ? [$"{device}:{id}", $"{device}.{id}"] : Array.Empty<string>(), $"{device}:{name}", $"{device}.{name}"]),
        };
    }
}
