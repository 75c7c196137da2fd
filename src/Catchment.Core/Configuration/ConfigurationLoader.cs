using Catchment.Core.Configuration.Binding;

namespace Catchment.Core.Configuration;

/// <summary>
/// Puts a configuration together: defaults, below the file, below the environment, below the words of the command line.
/// </summary>
public static class ConfigurationLoader
{
    /// <summary>
    /// Loads a configuration. Whatever is wrong with file, environment or words becomes a message, all of them at once;
    /// a setting that cannot be used keeps its default.
    /// </summary>
    /// <param name="catalogue">What may be configured.</param>
    /// <param name="request">What the configuration is made of.</param>
    /// <exception cref="ArgumentException">The catalogue is contradictory, or the working folder not absolute.</exception>
    public static LoadedConfiguration Load(ConfigurationCatalogue catalogue, ConfigurationRequest request)
    {
        if (!Path.IsPathFullyQualified(request.WorkingFolder))
            throw new ArgumentException($"The working folder '{request.WorkingFolder}' is not absolute.", nameof(request));
        var shape = new CatalogueShape(catalogue);
        var messages = new MessageCollection();
        var path = FullPath(request.FilePath, request);
        var file = ReadFiles(request, messages);
        var original = request.As ?? Recognise(catalogue, shape, request, file, messages);
        var baseFolder = (path is null ? null : Path.GetDirectoryName(path)) ?? request.WorkingFolder;
        var paths = new PathResolver(
            original?.PathsFromWorkingFolder == true ? request.WorkingFolder : baseFolder,
            request.WorkingFolder,
            request.Environment.GetValueOrDefault("HOME"));
        var context = new BindingContext(messages, paths, origin => origin.Layer == ConfigurationLayer.File && original?.IgnoresUnknownKeys == true);

        var root = file is null ? Empty : original is null ? file : InOwnLayout(file, original, context);
        var stack = new LayerStack(shape, root, messages);
        stack.AddEnvironment(request.Environment);
        stack.AddWords(request.Words, original);
        var options = CatalogueBinder.Bind(shape, stack.Root, context);
        return new LoadedConfiguration(shape, options, context)
        {
            FilePath = path,
            Original = original,
            BaseFolder = baseFolder,
            Root = file,
        };
    }

    private static ConfigurationMapping Empty => new([], ConfigurationOrigin.Default);

    private static string? FullPath(string? file, ConfigurationRequest request) =>
        string.IsNullOrEmpty(file) || file.Contains('\0', StringComparison.Ordinal) ? null : Path.GetFullPath(file, request.WorkingFolder);

    private static ConfigurationMapping? ReadFiles(ConfigurationRequest request, MessageCollection messages)
    {
        if (request.FilePath is null)
            return null;
        var root = ReadFile(request.FilePath, request, messages);
        foreach (var file in request.FurtherFiles)
        {
            if (ReadFile(file, request, messages) is { } further)
                root = further.Entries.Aggregate(root ?? Empty, static (all, entry) => all.With(entry));
        }

        return root;
    }

    private static ConfigurationMapping? ReadFile(string file, ConfigurationRequest request, MessageCollection messages)
    {
        var origin = ConfigurationOrigin.File(file);
        var isToml = request.As?.IsToml ?? Path.GetExtension(file) is ".toml" or ".conf";
        try
        {
            if (FullPath(file, request) is not { } path)
                throw new ConfigurationException(origin, "a name that no file can have", $"the path of a readable {(isToml ? "TOML" : "YAML")} file");
            if (isToml)
                return TomlReader.ReadFile(path, origin.Name);
            var document = YamlReader.ReadFile(path, origin.Name);
            messages.AddRange(document.Warnings);
            return document.Root switch
            {
                ConfigurationMapping mapping => mapping,
                { IsNull: true } => new ConfigurationMapping([], origin.At(1, 1)),
                var other => throw new ConfigurationException(other.Origin, NodeText.Describe(other), "a mapping from keys to values"),
            };
        }
        catch (ConfigurationException exception)
        {
            messages.Add(exception.ToMessage());
            return null;
        }
    }

    private static OriginalFile? Recognise(
        ConfigurationCatalogue catalogue,
        CatalogueShape shape,
        ConfigurationRequest request,
        ConfigurationMapping? file,
        MessageCollection messages)
    {
        if (file is null)
            return null;
        var keys = file.Entries.Select(static entry => entry.Key).ToArray();
        var original = OriginalRecognition.Find(Path.GetFileName(request.FilePath!), keys, catalogue, shape.TopKeys, out var ambiguity);
        if (ambiguity.Count > 0)
        {
            messages.Add(new ConfigurationMessage(
                MessageSeverity.Error,
                file.Origin,
                string.Empty,
                $"keys of {string.Join(" and of ", ambiguity.Select(static candidate => candidate.FileName))}",
                "one of these names, so that it is clear whose file it is"));
        }

        return original;
    }

    // An original's file, moved to where catchment.yaml has the same keys.
    private static ConfigurationMapping InOwnLayout(ConfigurationMapping file, OriginalFile original, BindingContext context)
    {
        if (original.NestedUnder is not { } nested)
            return Section(original, file.Origin, file);
        foreach (var entry in file.Entries.Where(entry => !string.Equals(entry.Key, nested, StringComparison.Ordinal)))
            context.UnknownKey(entry, SettingKey.Root, [nested]);
        if (file.Find(nested) is { } found)
            return Section(original, found.KeyOrigin, found.Value);
        context.Refuse(file.Origin, SettingKey.Root.Below(nested), $"no key '{nested}'", $"the key '{nested}', with the settings below it");
        return Empty;
    }

    private static ConfigurationMapping Section(OriginalFile original, ConfigurationOrigin origin, ConfigurationNode value) =>
        new([new ConfigurationEntry(original.Section, origin, value)], origin);
}
