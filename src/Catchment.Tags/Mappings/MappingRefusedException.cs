namespace Catchment.Tags.Mappings;

/// <summary>A mapping cannot be set; the message is the text of the API's error 400.</summary>
/// <param name="message">Why, in the words of the API.</param>
public sealed class MappingRefusedException(string message) : Exception(message);
