using System.Text.Json.Serialization;

namespace Catchment.Commands;

/// <summary>What a demo source sent altogether.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Sent">Items that the node took.</param>
/// <param name="Refused">Items that the node answered with an error.</param>
/// <param name="Bytes">Bytes of the items sent.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record DemoResult(string Source, long Sent, long Refused, long Bytes, double Seconds)
{
    /// <summary>The node answered at least once.</summary>
    [JsonIgnore]
    public bool IsReached => Sent + Refused > 0;
}
