namespace Catchment.Telemetry.Demo;

/// <summary>What a simulated device tells at one moment.</summary>
/// <param name="EventCode">The name of the event code.</param>
/// <param name="Values">The message's values by field.</param>
internal sealed record DemoEntry(string EventCode, IReadOnlyDictionary<string, object> Values);
