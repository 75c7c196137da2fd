using System.Diagnostics.CodeAnalysis;

namespace Catchment.Protocols.Iec104;

/// <summary>Why information is sent; six bits, 0 is not used. Source: IEC 60870-5-101, 7.2.3.</summary>
[SuppressMessage("Design", "CA1028", Justification = "One octet on the line")]
public enum CauseOfTransmission : byte
{
    /// <summary>No cause.</summary>
    None = 0,

    /// <summary>Periodic, cyclic.</summary>
    Periodic = 1,

    /// <summary>Background scan.</summary>
    BackgroundScan = 2,

    /// <summary>Spontaneous.</summary>
    Spontaneous = 3,

    /// <summary>Initialized.</summary>
    Initialized = 4,

    /// <summary>Request or requested.</summary>
    Request = 5,

    /// <summary>Activation.</summary>
    Activation = 6,

    /// <summary>Activation confirmation.</summary>
    ActivationConfirmation = 7,

    /// <summary>Deactivation.</summary>
    Deactivation = 8,

    /// <summary>Deactivation confirmation.</summary>
    DeactivationConfirmation = 9,

    /// <summary>Activation termination.</summary>
    ActivationTermination = 10,

    /// <summary>Return information caused by a remote command.</summary>
    ReturnRemote = 11,

    /// <summary>Return information caused by a local command.</summary>
    ReturnLocal = 12,

    /// <summary>Interrogated by station interrogation; 21 to 36 are the groups 1 to 16.</summary>
    InterrogatedByStation = 20,

    /// <summary>Requested by general counter request; 38 to 41 are the groups 1 to 4.</summary>
    RequestedByCounter = 37,

    /// <summary>Unknown type identification.</summary>
    UnknownType = 44,

    /// <summary>Unknown cause of transmission.</summary>
    UnknownCause = 45,

    /// <summary>Unknown common address of ASDU.</summary>
    UnknownCommonAddress = 46,

    /// <summary>Unknown information object address.</summary>
    UnknownObjectAddress = 47,
}
