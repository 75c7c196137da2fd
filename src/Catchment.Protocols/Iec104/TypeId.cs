using System.Diagnostics.CodeAnalysis;

namespace Catchment.Protocols.Iec104;

/// <summary>
/// The types of information that are known here; any other is answered with <see cref="CauseOfTransmission.UnknownType"/>.
/// Source: IEC 60870-5-101, 7.2.1; IEC 60870-5-104, 6.
/// </summary>
[SuppressMessage("Naming", "CA1707", Justification = "The standard's own names")]
[SuppressMessage("Design", "CA1028", Justification = "One octet on the line")]
public enum TypeId : byte
{
    /// <summary>No type.</summary>
    None = 0,

    /// <summary>Single-point information.</summary>
    M_SP_NA_1 = 1,

    /// <summary>Single-point information with CP24Time2a.</summary>
    M_SP_TA_1 = 2,

    /// <summary>Double-point information.</summary>
    M_DP_NA_1 = 3,

    /// <summary>Double-point information with CP24Time2a.</summary>
    M_DP_TA_1 = 4,

    /// <summary>Step position information.</summary>
    M_ST_NA_1 = 5,

    /// <summary>Step position information with CP24Time2a.</summary>
    M_ST_TA_1 = 6,

    /// <summary>Bitstring of 32 bits.</summary>
    M_BO_NA_1 = 7,

    /// <summary>Bitstring of 32 bits with CP24Time2a.</summary>
    M_BO_TA_1 = 8,

    /// <summary>Measured value, normalized.</summary>
    M_ME_NA_1 = 9,

    /// <summary>Measured value, normalized, with CP24Time2a.</summary>
    M_ME_TA_1 = 10,

    /// <summary>Measured value, scaled.</summary>
    M_ME_NB_1 = 11,

    /// <summary>Measured value, scaled, with CP24Time2a.</summary>
    M_ME_TB_1 = 12,

    /// <summary>Measured value, short floating point.</summary>
    M_ME_NC_1 = 13,

    /// <summary>Measured value, short floating point, with CP24Time2a.</summary>
    M_ME_TC_1 = 14,

    /// <summary>Integrated totals.</summary>
    M_IT_NA_1 = 15,

    /// <summary>Integrated totals with CP24Time2a.</summary>
    M_IT_TA_1 = 16,

    /// <summary>Measured value, normalized, without quality descriptor.</summary>
    M_ME_ND_1 = 21,

    /// <summary>Single-point information with CP56Time2a.</summary>
    M_SP_TB_1 = 30,

    /// <summary>Double-point information with CP56Time2a.</summary>
    M_DP_TB_1 = 31,

    /// <summary>Step position information with CP56Time2a.</summary>
    M_ST_TB_1 = 32,

    /// <summary>Bitstring of 32 bits with CP56Time2a.</summary>
    M_BO_TB_1 = 33,

    /// <summary>Measured value, normalized, with CP56Time2a.</summary>
    M_ME_TD_1 = 34,

    /// <summary>Measured value, scaled, with CP56Time2a.</summary>
    M_ME_TE_1 = 35,

    /// <summary>Measured value, short floating point, with CP56Time2a.</summary>
    M_ME_TF_1 = 36,

    /// <summary>Integrated totals with CP56Time2a.</summary>
    M_IT_TB_1 = 37,

    /// <summary>Single command.</summary>
    C_SC_NA_1 = 45,

    /// <summary>Double command.</summary>
    C_DC_NA_1 = 46,

    /// <summary>Regulating step command.</summary>
    C_RC_NA_1 = 47,

    /// <summary>Set-point command, normalized.</summary>
    C_SE_NA_1 = 48,

    /// <summary>Set-point command, scaled.</summary>
    C_SE_NB_1 = 49,

    /// <summary>Set-point command, short floating point.</summary>
    C_SE_NC_1 = 50,

    /// <summary>Bitstring of 32 bits, as a command.</summary>
    C_BO_NA_1 = 51,

    /// <summary>Single command with CP56Time2a.</summary>
    C_SC_TA_1 = 58,

    /// <summary>Double command with CP56Time2a.</summary>
    C_DC_TA_1 = 59,

    /// <summary>Regulating step command with CP56Time2a.</summary>
    C_RC_TA_1 = 60,

    /// <summary>Set-point command, normalized, with CP56Time2a.</summary>
    C_SE_TA_1 = 61,

    /// <summary>Set-point command, scaled, with CP56Time2a.</summary>
    C_SE_TB_1 = 62,

    /// <summary>Set-point command, short floating point, with CP56Time2a.</summary>
    C_SE_TC_1 = 63,

    /// <summary>Bitstring of 32 bits, as a command, with CP56Time2a.</summary>
    C_BO_TA_1 = 64,

    /// <summary>End of initialization.</summary>
    M_EI_NA_1 = 70,

    /// <summary>Interrogation command.</summary>
    C_IC_NA_1 = 100,

    /// <summary>Counter interrogation command.</summary>
    C_CI_NA_1 = 101,

    /// <summary>Read command.</summary>
    C_RD_NA_1 = 102,

    /// <summary>Clock synchronization command.</summary>
    C_CS_NA_1 = 103,

    /// <summary>Test command.</summary>
    C_TS_NA_1 = 104,

    /// <summary>Test command with CP56Time2a.</summary>
    C_TS_TA_1 = 107,
}
