using Catchment.Tags.Servers.Iec104;

namespace Catchment.Tags.Http;

/// <summary>What the API and the console ask of the IEC 60870-5-104 server.</summary>
public interface IIec104Desk
{
    /// <summary>How it is; a picture of one moment.</summary>
    Iec104Status Status { get; }
}
