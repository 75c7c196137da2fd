namespace Catchment.Doctor;

/// <summary>Another program that a service of the configuration goes to.</summary>
/// <param name="Service">The service.</param>
/// <param name="Key">The setting that names it.</param>
/// <param name="What">What it is.</param>
/// <param name="Host">Where.</param>
/// <param name="Port">Its TCP port.</param>
/// <param name="IsNamed">Somebody has configured it; otherwise it is a default, which may not be there.</param>
internal sealed record Peer(string Service, string Key, string What, string Host, int Port, bool IsNamed = true);
