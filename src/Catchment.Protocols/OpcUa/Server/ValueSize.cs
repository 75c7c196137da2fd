namespace Catchment.Protocols.OpcUa.Server;

/// <summary>About how many bytes a value takes in a message.</summary>
internal static class ValueSize
{
    /// <summary>Of a value with its status and times.</summary>
    /// <param name="value">The value.</param>
    public static int Of(in Variant value) => 40 + (value.Reference switch
    {
        string text => text.Length,
        byte[] bytes => bytes.Length,
        ExtensionObject { Body: { } body } => body.Length,
        ExtensionObject => 200,
        UaArray { Elements: string?[] texts } => texts.Sum(t => 4 + (t?.Length ?? 0)),
        UaArray { Elements: byte[]?[] strings } => strings.Sum(s => 4 + (s?.Length ?? 0)),
        UaArray array => Math.Min(array.Elements.Length, int.MaxValue / 64) * 16,
        _ => 0,
    });
}
