using System.Text.Json;
using Catchment.Tags.Mappings;

namespace Catchment.Tags.Http;

/// <summary>How the mappings of a protocol are read, compared and written.</summary>
/// <param name="Protocol">The protocol, as the paths name it.</param>
/// <param name="Read">Reads what a client sent.</param>
/// <param name="Check">Compares one with the others; throws when it cannot be beside them.</param>
/// <param name="Write">Writes one without its id.</param>
internal sealed record MappingForm<T>(string Protocol, Func<MappingBody, T> Read, Action<T, IEnumerable<T>> Check, Action<Utf8JsonWriter, T> Write)
    where T : Mapping;
