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
    /// <summary>Why nothing arrived, in a sentence for a person; null when the node took at least one item.</summary>
    [JsonIgnore]
    public string? Problem => this switch
    {
        { Sent: > 0 } => null,
        { Refused: > 0 } => $"the node took nothing: it refused all {Refused}. Its log says why.",
        _ => "nothing was answered. Is the node up (catchment up)?",
    };
}
