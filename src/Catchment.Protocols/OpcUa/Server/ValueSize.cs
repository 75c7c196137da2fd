namespace Catchment.Protocols.OpcUa.Server;

/// <summary>About how many bytes a value takes beside its place: none for a number, a truth value or a time.</summary>
internal static class ValueSize
{
    /// <summary>What stands beside a value: its status, its times, whose it is.</summary>
    public const int Place = 40;

    /// <summary>The size of a value.</summary>
    public static int Of(in Variant value) => value.Reference switch
    {
        null => 0,
        string text => text.Length,
        byte[] bytes => bytes.Length,
        ExtensionObject { Body: { } body } => body.Length,
        ExtensionObject => 200,
        UaArray { Elements: string?[] texts } => Bounded(texts.Sum(static t => 4L + (t?.Length ?? 0))),
        UaArray { Elements: byte[]?[] strings } => Bounded(strings.Sum(static s => 4L + (s?.Length ?? 0))),
        UaArray { Elements: var elements } => Bounded(elements.Length * (elements is bool[] or byte[] or sbyte[] ? 1L : elements.GetType().GetElementType()!.IsPrimitive ? 8 : 16)),
        _ => 0,
    };

    private static int Bounded(long size) => (int)Math.Min(size, int.MaxValue / 4);
}
