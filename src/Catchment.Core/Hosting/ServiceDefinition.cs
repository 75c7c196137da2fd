namespace Catchment.Core.Hosting;

/// <summary>A service that a <see cref="Supervisor"/> is to keep running.</summary>
/// <param name="Name">The service's name: known before, and also when, its factory fails.</param>
/// <param name="Create">Makes a fresh instance for every start. An exception counts as a crash of the service.</param>
public sealed record ServiceDefinition(string Name, Func<IService> Create);
