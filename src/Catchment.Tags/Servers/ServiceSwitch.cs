namespace Catchment.Tags.Servers;

/// <summary>How a protocol server stands. Source: <c>tags</c> 4.4.</summary>
/// <param name="Name">Its name in the API.</param>
/// <param name="Port">The port that it listens on, or would.</param>
/// <param name="IsEnabled">It is to run.</param>
/// <param name="IsRunning">It runs.</param>
public readonly record struct ServiceSwitch(string Name, int Port, bool IsEnabled, bool IsRunning);
