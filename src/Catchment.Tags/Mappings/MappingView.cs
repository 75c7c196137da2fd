using System.Text.Json;

namespace Catchment.Tags.Mappings;

/// <summary>A mapping of any protocol.</summary>
/// <param name="Protocol">The protocol's name in the API.</param>
/// <param name="Id">Its id.</param>
/// <param name="Key">The point's key.</param>
/// <param name="Members">Its members as the HTTP API tells them, without the id.</param>
public sealed record MappingView(string Protocol, string Id, string Key, JsonElement Members);
