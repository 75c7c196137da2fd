namespace Catchment.Cameras.Pump;

/// <summary>A value of a request.</summary>
internal readonly ref struct PumpField
{
    private PumpField(ReadOnlySpan<byte> text, bool isText)
    {
        Text = text;
        IsText = isText;
        IsThere = true;
    }

    /// <summary>The key is in the request.</summary>
    internal bool IsThere { get; }

    /// <summary>The value is a text.</summary>
    internal bool IsText { get; }

    /// <summary>The text, in UTF-8; a view of the request.</summary>
    internal ReadOnlySpan<byte> Text { get; }

    internal static PumpField Of(ReadOnlySpan<byte> text) => new(text, isText: true);

    internal static PumpField Other() => new([], isText: false);
}
