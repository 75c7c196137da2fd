namespace Catchment.Tags.Settings;

/// <summary>What somebody may do over SNMP.</summary>
public enum SnmpAccess
{
    /// <summary>Read.</summary>
    Read,

    /// <summary>Read, and write what is mapped for that.</summary>
    ReadWrite,
}
