namespace Catchment.Tags.Mqtt.Payloads;

/// <summary>How a publication is spelt. Source: <c>tags</c> 6.6.</summary>
/// <param name="Format">Its form.</param>
/// <param name="Delimiter">What stands between the fields of CSV.</param>
/// <param name="IncludesTimestamp">Whether a last member <c>timestamp</c> follows.</param>
/// <param name="IncludesHeaders">Whether CSV begins with the names.</param>
public sealed record PayloadStyle(PayloadFormat Format, string Delimiter = ",", bool IncludesTimestamp = true, bool IncludesHeaders = true);
