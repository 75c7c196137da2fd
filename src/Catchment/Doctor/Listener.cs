using System.Net;

namespace Catchment.Doctor;

/// <summary>A port that a service of the configuration listens on.</summary>
/// <param name="Service">The service.</param>
/// <param name="Key">The setting that says so.</param>
/// <param name="Endpoint">Where.</param>
/// <param name="IsUdp">It takes datagrams; otherwise TCP connections.</param>
internal sealed record Listener(string Service, string Key, IPEndPoint Endpoint, bool IsUdp = false);
