using Catchment.Protocols.Iec104;
using Catchment.Tags.Store;

namespace Catchment.Tags.Servers.Iec104;

/// <summary>Values of points as information elements, and commands as values. Source: <c>tags</c> 6.3.</summary>
internal static class TagElements
{
    /// <summary>NVA tells the part of this that a value is.</summary>
    private const double FullScale = 32_767;

    /// <summary>How far a product may be from a whole number that it would be but for the rounding of its last bits, in relation to it.</summary>
    private const double LastBits = 1.0 / (1L << 51);

    /// <summary>The type that a mapping is served with; a word that is none means a short floating point number.</summary>
    public static TypeId TypeOf(string word) => word switch
    {
        "M_SP_NA_1" => TypeId.M_SP_NA_1,
        "M_DP_NA_1" => TypeId.M_DP_NA_1,
        "M_ST_NA_1" => TypeId.M_ST_NA_1,
        "M_BO_NA_1" => TypeId.M_BO_NA_1,
        "M_ME_NA_1" => TypeId.M_ME_NA_1,
        "M_ME_NB_1" => TypeId.M_ME_NB_1,
        "M_ME_ND_1" => TypeId.M_ME_ND_1,
        "M_IT_NA_1" => TypeId.M_IT_NA_1,
        "M_SP_TB_1" => TypeId.M_SP_TB_1,
        "M_DP_TB_1" => TypeId.M_DP_TB_1,
        "M_ST_TB_1" => TypeId.M_ST_TB_1,
        "M_BO_TB_1" => TypeId.M_BO_TB_1,
        "M_ME_TD_1" => TypeId.M_ME_TD_1,
        "M_ME_TE_1" => TypeId.M_ME_TE_1,
        "M_ME_TF_1" => TypeId.M_ME_TF_1,
        "M_IT_TB_1" => TypeId.M_IT_TB_1,
        _ => TypeId.M_ME_NC_1,
    };

    /// <summary>The type without a time tag, which is sent periodically and by background scans.</summary>
    public static TypeId PlainOf(TypeId type) => type switch
    {
        TypeId.M_SP_TB_1 => TypeId.M_SP_NA_1,
        TypeId.M_DP_TB_1 => TypeId.M_DP_NA_1,
        TypeId.M_ST_TB_1 => TypeId.M_ST_NA_1,
        TypeId.M_BO_TB_1 => TypeId.M_BO_NA_1,
        TypeId.M_ME_TD_1 => TypeId.M_ME_NA_1,
        TypeId.M_ME_TE_1 => TypeId.M_ME_NB_1,
        TypeId.M_ME_TF_1 => TypeId.M_ME_NC_1,
        TypeId.M_IT_TB_1 => TypeId.M_IT_NA_1,
        _ => type,
    };

    /// <summary>A number as the element of a type; one that is not finite is 0 and invalid.</summary>
    /// <param name="plain">The type, without a time tag.</param>
    /// <param name="address">The information object address.</param>
    /// <param name="number">The number, scaled.</param>
    /// <param name="quality">What is wrong with it otherwise.</param>
    /// <param name="sequence">Of counters: SQ.</param>
    public static InformationObject Make(TypeId plain, int address, double number, QualityDescriptor quality, int sequence)
    {
        if (!double.IsFinite(number))
            (number, quality) = (0, quality | QualityDescriptor.Invalid);
        switch (plain)
        {
            case TypeId.M_SP_NA_1:
                return InformationObject.SinglePoint(address, number != 0, quality);
            case TypeId.M_DP_NA_1:
                return InformationObject.Of(address, number != 0 ? DoublePoint.On : DoublePoint.Off, quality);
            case TypeId.M_ST_NA_1:
                return InformationObject.Step(address, (int)Math.Clamp(Whole(number), int.MinValue, int.MaxValue), quality: quality);
            case TypeId.M_BO_NA_1:
                return BitString(address, Whole(number), quality);
            case TypeId.M_ME_NA_1 or TypeId.M_ME_ND_1:
                return InformationObject.OfNormalized(address, number / FullScale, quality);
            case TypeId.M_ME_NB_1:
                return InformationObject.OfScaled(address, Whole(number), quality);
            case TypeId.M_IT_NA_1:
                var counter = Whole(number) is var whole && whole >= -(double)long.MinValue ? long.MaxValue : (long)whole;
                return InformationObject.IntegratedTotal(address, counter, sequence, (quality & QualityDescriptor.Invalid) != QualityDescriptor.None);
            default:
                return InformationObject.OfFloat(address, number, quality);
        }
    }

    /// <summary>Whether objects of a type take commands of a type: bitstrings are set by bitstrings alone, and nothing else is.</summary>
    public static bool Takes(TypeId plain, TypeId command) => (command is TypeId.C_BO_NA_1 or TypeId.C_BO_TA_1) == (plain == TypeId.M_BO_NA_1);

    /// <summary>The value of a command, as it would be told; null: its value is how far it steps.</summary>
    public static double? NumberOf(TypeId command, in InformationObject information) => command switch
    {
        TypeId.C_SC_NA_1 or TypeId.C_SC_TA_1 => information.IsOn ? 1 : 0,
        TypeId.C_DC_NA_1 or TypeId.C_DC_TA_1 => information.DoublePoint == DoublePoint.On ? 1 : 0,
        TypeId.C_SE_NA_1 or TypeId.C_SE_TA_1 => information.Normalized * FullScale,
        TypeId.C_SE_NB_1 or TypeId.C_SE_TB_1 => information.Scaled,
        TypeId.C_SE_NC_1 or TypeId.C_SE_TC_1 => information.ShortFloat,
        TypeId.C_BO_NA_1 or TypeId.C_BO_TA_1 => information.BitString,
        _ => null,
    };

    /// <summary>Whether a command switches, and has no number that a scaling factor would belong to.</summary>
    public static bool IsSwitch(TypeId command) => command is TypeId.C_SC_NA_1 or TypeId.C_SC_TA_1 or TypeId.C_DC_NA_1 or TypeId.C_DC_TA_1;

    /// <summary>What a point's quality is on the line. Source: <c>tags</c> 2.3.</summary>
    public static QualityDescriptor QualityOf(TagQuality quality) => quality switch
    {
        TagQuality.Good => QualityDescriptor.None,
        TagQuality.Uncertain => QualityDescriptor.NotTopical,
        _ => QualityDescriptor.Invalid,
    };

    /// <summary>The whole number that a value is; 0.29 × 100 is 28.999999999999996, which cut would lose what a master set as 29.</summary>
    private static double Whole(double number)
    {
        var near = Math.Round(number);
        return Math.Abs(number - near) <= Math.Abs(number) * LastBits ? near : Math.Truncate(number);
    }

    /// <summary>32 bits without a sign; what is below nothing is told as the bits of a number with one.</summary>
    private static InformationObject BitString(int address, double whole, QualityDescriptor quality)
    {
        var limited = Math.Clamp(whole, int.MinValue, uint.MaxValue);
        if (!limited.Equals(whole))
            quality |= QualityDescriptor.Overflow;
        return InformationObject.OfBits(address, unchecked((uint)(long)limited), quality);
    }
}
