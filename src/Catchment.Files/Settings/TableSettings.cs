using Catchment.Core.Configuration;
using Catchment.Core.Configuration.Binding;
using Catchment.Files.Tables;

namespace Catchment.Files.Settings;

/// <summary>Decides which tables a component works on. Source: <c>files</c> 2.2.</summary>
internal static class TableSettings
{
    private const string FileKey = "file";
    private const string EventKey = "event";
    private const string TableKey = "table";
    private const string SchemaKey = "schema";
    private const string Form = "a mapping with table and, if it is not the default, schema";

    private static readonly string[] Pools =
    [
        "QueuePool", "NullPool", "StaticPool", "SingletonThreadPool", "AssertionPool", "AsyncAdaptedQueuePool", "FallbackAsyncAdaptedQueuePool",
    ];

    /// <summary>Reads the key <c>database</c>.</summary>
    /// <param name="options">The key as bound.</param>
    /// <param name="needsEvents">The component has a table of events.</param>
    /// <param name="problems">Gets what is wrong.</param>
    /// <returns>Null when something is.</returns>
    public static FilesDatabaseSettings? Resolve(FilesDatabaseOptions options, bool needsEvents, SettingProblems problems)
    {
        var before = problems.Found.Count;
        if (options.Engine is null)
            problems.Add("engine", "nothing", "the URL of a database (required)");
        if (!Pools.Contains(options.PoolClass, StringComparer.Ordinal))
            problems.Add("pool_class", $"\"{NodeText.Printable(options.PoolClass)}\"", $"one of {string.Join(", ", Pools)}");
        var tables = Tables(options.TableNames, problems);
        var files = Required(tables, FileKey, problems);
        var events = needsEvents ? Required(tables, EventKey, problems) : null;
        if (problems.Found.Count > before)
            return null;
        return new FilesDatabaseSettings
        {
            Url = options.Engine!,
            Files = files!,
            Events = events,
            Others = [.. tables.Where(table => table.Key != FileKey && (table.Key != EventKey || !needsEvents)).Select(static table => table.Value!)],
            Echo = options.Echo,
            IsUnpooled = options.PoolClass == "NullPool",
        };
    }

    private static TableName? Required(Dictionary<string, TableName?> tables, string key, SettingProblems problems)
    {
        if (!tables.TryGetValue(key, out var table))
            problems.Add($"tablenames.{key}", "nothing", $"{Form} (required)");
        return table;
    }

    /// <summary>The tables by key; null for one that cannot be read, which is told.</summary>
    private static Dictionary<string, TableName?> Tables(IReadOnlyDictionary<string, ConfigurationNode> names, SettingProblems problems)
    {
        var tables = new Dictionary<string, TableName?>(StringComparer.Ordinal);
        // The user guide writes the table of files without its key.
        var isFlat = !names.ContainsKey(FileKey) && names.GetValueOrDefault(TableKey) is ConfigurationScalar;
        if (isFlat)
            tables.Add(FileKey, Table("tablenames", names.GetValueOrDefault(TableKey), names.GetValueOrDefault(SchemaKey), problems));
        foreach (var (key, node) in names)
        {
            if (isFlat && key is TableKey or SchemaKey)
                continue;
            if (node is ConfigurationMapping mapping)
            {
                tables.Add(key, Table($"tablenames.{key}", mapping.Find(TableKey)?.Value, mapping.Find(SchemaKey)?.Value, problems));
            }
            else
            {
                problems.Add($"tablenames.{key}", NodeText.Describe(node), Form);
                tables.Add(key, null);
            }
        }

        return tables;
    }

    private static TableName? Table(string key, ConfigurationNode? table, ConfigurationNode? schema, SettingProblems problems)
    {
        var name = problems.Text($"{key}.{TableKey}", table, "the name of a table");
        if (schema is null or { IsNull: true })
            return name is null ? null : new TableName(null, name);
        var above = problems.Text($"{key}.{SchemaKey}", schema, "the name of a schema, or null for the default");
        return name is null || above is null ? null : new TableName(above, name);
    }
}
