using System.Text.Json.Nodes;
using Catchment.Core.Databases;

namespace Catchment.Core.Configuration.Binding;

/// <summary>
/// A <see cref="DatabaseUrl"/>. A relative file starts where a path in the same place would; the listing shows the URL with its
/// password masked, and the command line may not hold a password, as every user of the machine can read it there.
/// </summary>
internal sealed class DatabaseUrlSettingType : SettingType
{
    /// <inheritdoc/>
    public override string Name => "database URL";

    /// <inheritdoc/>
    public override object? Read(ConfigurationNode node, SettingKey key, SettingConstraints constraints, BindingContext context)
    {
        if (node is not ConfigurationScalar { Kind: ScalarKind.Text } scalar)
        {
            context.Refuse(node, key, constraints, Allowed(constraints));
            return null;
        }

        try
        {
            var url = DatabaseUrl.Parse(scalar.Text, context.Paths.Resolve(".", node.Origin.Layer, out _)!);
            if (!url.HasPassword || node.Origin.Layer != ConfigurationLayer.CommandLine)
                return url;
            context.Refuse(node.Origin, key, "a password on the command line", "a password in a file or in the environment");
        }
        catch (DatabaseUrlException e)
        {
            context.Refuse(node.Origin, key, e.Found, e.Allowed);
        }

        return null;
    }

    /// <summary>A default as a written one would be read: its file starts at the configuration file's folder.</summary>
    public static DatabaseUrl Resolved(DatabaseUrl url, PathResolver paths) =>
        url.From(paths.Resolve(".", ConfigurationLayer.Default, out _)!);

    /// <inheritdoc/>
    public override string Allowed(SettingConstraints constraints) => DatabaseUrl.Allowed;

    /// <inheritdoc/>
    public override JsonObject Schema(SettingConstraints constraints, bool allowsUnknownKeys) =>
        new() { ["type"] = "string", ["pattern"] = "^(sqlite|postgres|postgresql)(\\+[a-z0-9]+)?://" };

    /// <inheritdoc/>
    public override JsonNode Write(object value) => ((DatabaseUrl)value).ToString();
}
