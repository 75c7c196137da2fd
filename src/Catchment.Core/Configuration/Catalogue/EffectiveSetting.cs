namespace Catchment.Core.Configuration;

/// <summary>One setting as it is in force.</summary>
/// <param name="Path">The keys from the top, section first.</param>
/// <param name="Value">The value as YAML in one line; <c>***</c> for a secret that is set.</param>
/// <param name="Origin">Who has set it.</param>
public sealed record EffectiveSetting(IReadOnlyList<string> Path, string Value, ConfigurationOrigin Origin)
{
    /// <summary>The keys with dots between, for example <c>hub.queuemax</c>.</summary>
    public string Key => string.Join('.', Path);
}
