using Catchment.Core.Configuration;
using Catchment.Core.Plugins;

namespace Catchment.Files.Tests.Plugins;

/// <summary>Sets plugins up from the YAML that an operator writes.</summary>
internal static class PluginSetups
{
    internal static PluginSetup Of(string yaml, string? storage = null)
    {
        var root = YamlReader.ReadText(yaml, "test.yaml").Root;
        return new PluginSetup(root.IsNull ? null : root, null) { StorageFolder = storage };
    }
}
