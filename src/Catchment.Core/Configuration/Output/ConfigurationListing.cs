using System.Text;
using Catchment.Core.Configuration.Binding;
using Catchment.Core.Configuration.Yaml;

namespace Catchment.Core.Configuration;

/// <summary>Shows a configuration as the YAML of a <c>catchment.yaml</c>, each value with who has set it.</summary>
public static class ConfigurationListing
{
    /// <summary>The settings as YAML, one in a line, with a comment such as <c># default</c> or <c># imagehub.yaml:4</c>.</summary>
    /// <param name="settings">The settings, those of one section together.</param>
    public static string Render(IEnumerable<EffectiveSetting> settings)
    {
        var builder = new StringBuilder();
        IReadOnlyList<string> open = [];
        foreach (var setting in settings)
        {
            var depth = 0;
            var last = setting.Path.Count - 1;
            while (depth < last && depth < open.Count && string.Equals(open[depth], setting.Path[depth], StringComparison.Ordinal))
                depth++;
            for (; depth < last; depth++)
                Indent(builder, depth).Append(YamlText.Text(setting.Path[depth])).Append(":\n");
            Indent(builder, last).Append(YamlText.Text(setting.Path[last])).Append(": ").Append(setting.Value)
                .Append(" # ").Append(Source(setting.Origin)).Append('\n');
            open = [.. setting.Path.Take(last)];
        }

        return builder.ToString();
    }

    private static StringBuilder Indent(StringBuilder builder, int depth) => builder.Append(' ', 2 * depth);

    private static string Source(ConfigurationOrigin origin) => origin.Layer switch
    {
        ConfigurationLayer.File => $"{NodeText.Printable(Path.GetFileName(origin.Name))}:{origin.Line}",
        ConfigurationLayer.Environment => $"environment {NodeText.Printable(origin.Name)}",
        ConfigurationLayer.CommandLine => "command line",
        _ => "default",
    };
}
