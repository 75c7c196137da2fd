namespace Catchment.Core.Recording;

/// <summary>A record was not stored, and trying again does not help.</summary>
/// <param name="message">Why.</param>
public sealed class TelemetryRefusedException(string message) : Exception(message);
