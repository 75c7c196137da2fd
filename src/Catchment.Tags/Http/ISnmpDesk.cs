using Catchment.Tags.Servers.Snmp;

namespace Catchment.Tags.Http;

/// <summary>What the API and the console ask of the SNMP agent.</summary>
public interface ISnmpDesk
{
    /// <summary>How it is; a picture of one moment.</summary>
    SnmpStatus Status { get; }

    /// <summary>The gateway's MIB with the mappings of this moment.</summary>
    string Mib { get; }
}
