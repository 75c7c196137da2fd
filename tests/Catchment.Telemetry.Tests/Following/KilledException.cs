namespace Catchment.Telemetry.Tests.Following;

/// <summary>Stands for a kill at the moment that it is thrown.</summary>
internal sealed class KilledException : Exception;
