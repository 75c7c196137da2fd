namespace Catchment.Tags.Http;

/// <summary>A calculation tag cannot be registered; the message is the text of the API's error 400.</summary>
/// <param name="message">Why.</param>
public sealed class CalculationRefusedException(string message) : Exception(message);
