using System.Text.Json;

namespace Catchment.Tags.Poller.Reading;

/// <summary>What a protocol tells more of an error: the member <c>error_details</c>. Source: <c>tags</c> 9.1.</summary>
internal interface IErrorDetails
{
    /// <summary>Writes its object.</summary>
    /// <param name="writer">Takes it.</param>
    void WriteTo(Utf8JsonWriter writer);
}
