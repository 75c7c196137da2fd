namespace Catchment.Protocols.OpcUa;

/// <summary>What a server tells about a failure for whoever looks for its cause. Numbers are places in the response's table of texts; −1: not told. Source: OPC 10000-4, 7.12.</summary>
public sealed record DiagnosticInfo
{
    /// <summary>The symbol of the failure.</summary>
    public int SymbolicId { get; init; } = -1;

    /// <summary>The namespace that the symbol comes from.</summary>
    public int NamespaceUri { get; init; } = -1;

    /// <summary>The language of the text.</summary>
    public int Locale { get; init; } = -1;

    /// <summary>A text for people.</summary>
    public int LocalizedText { get; init; } = -1;

    /// <summary>What the maker says; null: nothing.</summary>
    public string? AdditionalInfo { get; init; }

    /// <summary>The failure behind the failure; Good: not told.</summary>
    public StatusCode InnerStatusCode { get; init; }

    /// <summary>What there is to tell about the failure behind the failure; null: nothing.</summary>
    public DiagnosticInfo? InnerDiagnosticInfo { get; init; }
}
