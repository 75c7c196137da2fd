namespace Catchment.Core.Configuration;

/// <summary>One value, with the text as it is written and what that text means.</summary>
public sealed class ConfigurationScalar : ConfigurationNode
{
    /// <summary>Makes a scalar that is already resolved.</summary>
    /// <param name="text">The text without quotes and escapes.</param>
    /// <param name="kind">What the text means.</param>
    /// <param name="value">The value, of the type that <paramref name="kind"/> names.</param>
    /// <param name="isPlain">Whether it stands without quotes and is no block.</param>
    /// <param name="origin">Where it is written.</param>
    public ConfigurationScalar(string text, ScalarKind kind, object? value, bool isPlain, ConfigurationOrigin origin)
        : base(origin)
    {
        Text = text;
        Kind = kind;
        Value = value;
        IsPlain = isPlain;
    }

    /// <summary>The text without quotes and escapes, otherwise as it is written (<c>0x10</c>, <c>Yes</c>).</summary>
    public string Text { get; }

    /// <summary>What the text means.</summary>
    public ScalarKind Kind { get; }

    /// <summary>The resolved value; its type follows from <see cref="Kind"/>.</summary>
    public object? Value { get; }

    /// <summary>Whether the scalar stands without quotes and is no block.</summary>
    public bool IsPlain { get; }

    /// <summary>A scalar that is text whatever it looks like.</summary>
    /// <param name="text">The text.</param>
    /// <param name="origin">Where it is written.</param>
    public static ConfigurationScalar OfText(string text, ConfigurationOrigin origin) =>
        new(text, ScalarKind.Text, text, isPlain: false, origin);
}
