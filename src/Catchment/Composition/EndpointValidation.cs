using Catchment.Core.Configuration;
using Catchment.Files.Settings.Validation;

namespace Catchment.Composition;

/// <summary>The verdict on a file of endmgr, without starting anything.</summary>
internal static class EndpointValidation
{
    /// <summary>Checks a file.</summary>
    /// <returns>What is wrong, each in a line; none: it is valid.</returns>
    internal static IReadOnlyList<string> Of(EndpointComponent component, string file)
    {
        try
        {
            return [.. EndpointRules.Validate(component, YamlReader.ReadFile(Path.GetFullPath(file), file).Root).Select(v => v.ToString())];
        }
        catch (ConfigurationException e)
        {
            return [e.ToMessage().Text];
        }
    }
}
