namespace Catchment.WebConsole.Api.Tags;

/// <summary>A past write.</summary>
/// <param name="Timestamp">When, in Unix seconds.</param>
/// <param name="Value">What; of a long text, list or object the first 200 characters.</param>
public sealed record TagWriteItem(double Timestamp, TagShown Value);
