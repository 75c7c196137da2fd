using static Catchment.Protocols.Iec104.TypeId;

namespace Catchment.Protocols.Iec104.Asdus;

/// <summary>What types are for.</summary>
public static class Types
{
    /// <summary>Whether a type tells the state of points.</summary>
    /// <param name="type">Any octet.</param>
    public static bool IsMonitored(this TypeId type) => type is >= M_SP_NA_1 and <= M_IT_TB_1;

    /// <summary>Whether a type's events have to be told one by one, in order.</summary>
    /// <param name="type">Any octet.</param>
    public static bool IsPoint(this TypeId type) => type is M_SP_NA_1 or M_SP_TA_1 or M_SP_TB_1 or M_DP_NA_1 or M_DP_TA_1 or M_DP_TB_1;

    /// <summary>Whether what is sent because of a cause comes again by itself.</summary>
    public static bool IsRepeated(this CauseOfTransmission cause) => cause is CauseOfTransmission.Periodic or CauseOfTransmission.BackgroundScan;

    /// <summary>Whether a type commands one object of the process.</summary>
    /// <param name="type">Any octet.</param>
    public static bool IsCommand(this TypeId type) => type is (>= C_SC_NA_1 and <= C_BO_NA_1) or (>= C_SC_TA_1 and <= C_BO_TA_1);

    /// <summary>Whether a command can be selected before it is executed.</summary>
    /// <param name="type">Any octet.</param>
    public static bool IsSelectable(this TypeId type) => type.IsCommand() && type is not (C_BO_NA_1 or C_BO_TA_1);

    /// <summary>The type without a time tag: points are interrogated without. Source: IEC 60870-5-101, 7.2.3.</summary>
    /// <param name="type">Any octet.</param>
    public static TypeId WithoutTime(this TypeId type) => type switch
    {
        M_SP_TA_1 or M_SP_TB_1 => M_SP_NA_1,
        M_DP_TA_1 or M_DP_TB_1 => M_DP_NA_1,
        M_ST_TA_1 or M_ST_TB_1 => M_ST_NA_1,
        M_BO_TA_1 or M_BO_TB_1 => M_BO_NA_1,
        M_ME_TA_1 or M_ME_TD_1 => M_ME_NA_1,
        M_ME_TB_1 or M_ME_TE_1 => M_ME_NB_1,
        M_ME_TC_1 or M_ME_TF_1 => M_ME_NC_1,
        M_IT_TA_1 or M_IT_TB_1 => M_IT_NA_1,
        _ => type,
    };
}
