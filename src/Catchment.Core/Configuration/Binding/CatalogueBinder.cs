namespace Catchment.Core.Configuration.Binding;

/// <summary>Turns all sections into their options records.</summary>
internal static class CatalogueBinder
{
    /// <summary>Binds every section; one that is absent has its defaults, and none of its keys is required.</summary>
    /// <param name="shape">The sections.</param>
    /// <param name="root">All values, in the layout of <c>catchment.yaml</c>.</param>
    /// <param name="context">Where problems are told and origins are noted.</param>
    /// <returns>The options records by their type.</returns>
    public static IReadOnlyDictionary<Type, object> Bind(CatalogueShape shape, ConfigurationMapping root, BindingContext context)
    {
        foreach (var entry in root.Entries.Where(entry => !shape.TopKeys.Contains(entry.Key, StringComparer.Ordinal)))
            context.UnknownKey(entry, SettingKey.Root, shape.TopKeys);
        var options = new Dictionary<Type, object>();
        foreach (var (definition, section) in shape.Sections)
        {
            options.Add(
                definition.OptionsType,
                definition.Name.Length == 0 ? ReadTop(section, root, context) : ReadSection(definition.Name, section, root, context));
        }

        return options;
    }

    private static object ReadTop(OptionsShape shape, ConfigurationMapping root, BindingContext context)
    {
        var options = shape.NewResolved(context);
        foreach (var setting in shape.Settings)
        {
            if (root.Find(setting.Key) is { } entry)
                setting.Read(entry.Value, SettingKey.Root.Below(setting.Key), options, context);
        }

        shape.RequireKeys(root, SettingKey.Root, context);
        return options;
    }

    private static object ReadSection(string name, OptionsShape shape, ConfigurationMapping root, BindingContext context)
    {
        if (root.Find(name) is not { } entry)
            return shape.NewResolved(context);
        var key = SettingKey.Root.Below(name);
        context.Set(key, entry.Value.Origin);
        if (entry.Value is ConfigurationMapping mapping)
            return shape.Read(mapping, key, context);
        if (!entry.Value.IsNull)
            context.Refuse(entry.Value.Origin, key, NodeText.Describe(entry.Value), "a mapping from keys to values");
        else
            shape.RequireKeys(new ConfigurationMapping([], entry.Value.Origin), key, context);
        return shape.NewResolved(context);
    }
}
