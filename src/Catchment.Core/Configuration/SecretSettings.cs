namespace Catchment.Core.Configuration;

/// <summary>What must not be shown of settings that no options record describes: only their names, or what they look like, tell.</summary>
public static class SecretSettings
{
    /// <summary>Stands in the place of a secret.</summary>
    public const string Hidden = "***";

    private static readonly string[] Words = ["password", "passwd", "secret", "token", "access_key"];

    /// <summary>Whether a key is that of a secret.</summary>
    public static bool IsNamed(string key) => Words.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a text looks like a URL that may have a password in it.</summary>
    public static bool MayHavePassword(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains("://", StringComparison.Ordinal) && text.Contains('@', StringComparison.Ordinal);
    }
}
