namespace Catchment.Core.Hosting;

/// <summary>A service's run returned although nobody had asked it to stop.</summary>
/// <param name="service">The service's name.</param>
public sealed class ServiceEndedException(string service)
    : Exception($"The service '{service}' returned without being asked to stop.");
