namespace Catchment.Protocols.Iec104.Server;

/// <summary>What a master wants with a command.</summary>
public enum Iec104CommandKind
{
    /// <summary>To know whether it may be executed soon; nothing is to be done.</summary>
    Select,

    /// <summary>To have it executed.</summary>
    Execute,

    /// <summary>To have a selection or an execution cancelled.</summary>
    Cancel,
}
