using static Catchment.Protocols.Iec104.TypeId;

namespace Catchment.Protocols.Iec104.Asdus;

/// <summary>How the information of a type lies on the line: value, qualifier, time tag. Source: IEC 60870-5-101, 7.3.</summary>
/// <param name="ValueOctets">Octets of the value, low octet first; 0 where it shares the qualifier's octet or there is none.</param>
/// <param name="PackedMask">Bits of the qualifier's octet that are the value.</param>
/// <param name="HasQualifier">Whether there is such an octet.</param>
/// <param name="TimeOctets">0, 3 or 7.</param>
internal readonly record struct ElementLayout(byte ValueOctets, byte PackedMask, bool HasQualifier, byte TimeOctets)
{
    private const int Cp24 = 3;
    private const int Cp56 = 7;

    private static readonly ElementLayout?[] Layouts = MakeTable();

    /// <summary>Octets of one element.</summary>
    public int Octets => ValueOctets + (HasQualifier ? 1 : 0) + TimeOctets;

    /// <summary>Finds a type's.</summary>
    /// <returns>Whether the type is known.</returns>
    public static bool TryOf(TypeId type, out ElementLayout layout)
    {
        var found = Layouts[(byte)type];
        layout = found.GetValueOrDefault();
        return found.HasValue;
    }

    /// <summary>Octets of one element of a known type.</summary>
    public static int OctetsOf(TypeId type) => Layouts[(byte)type].GetValueOrDefault().Octets;

    /// <summary>Reads one element.</summary>
    public InformationObject Read(int address, ReadOnlySpan<byte> from)
    {
        var bits = ValueOctets switch
        {
            0 => 0,
            1 => from[0],
            2 => (short)(from[0] | (from[1] << 8)),
            _ => from[0] | (from[1] << 8) | (from[2] << 16) | (from[3] << 24),
        };
        from = from[ValueOctets..];
        byte qualifier = 0;
        if (HasQualifier)
        {
            bits |= from[0] & PackedMask;
            qualifier = (byte)(from[0] & ~PackedMask);
            from = from[1..];
        }

        ulong time = 0;
        for (var i = 0; i < TimeOctets; i++)
            time |= (ulong)from[i] << (8 * i);
        return new InformationObject { Address = address, Bits = bits, Qualifier = qualifier, Time = new Cp56Time2a(time) };
    }

    /// <summary>Writes one element.</summary>
    public void Write(Span<byte> into, in InformationObject one)
    {
        for (var i = 0; i < ValueOctets; i++)
            into[i] = (byte)(one.Bits >> (8 * i));
        into = into[ValueOctets..];
        if (HasQualifier)
        {
            into[0] = (byte)((one.Qualifier & ~PackedMask) | (one.Bits & PackedMask));
            into = into[1..];
        }

        for (var i = 0; i < TimeOctets; i++)
            into[i] = (byte)(one.Time.Octets >> (8 * i));
    }

    private static ElementLayout?[] MakeTable()
    {
        var table = new ElementLayout?[256];
        Set(new ElementLayout(0, 1, HasQualifier: true, 0), M_SP_NA_1, M_SP_TA_1, M_SP_TB_1);
        Set(new ElementLayout(0, 3, HasQualifier: true, 0), M_DP_NA_1, M_DP_TA_1, M_DP_TB_1);
        Set(new ElementLayout(1, 0, HasQualifier: true, 0), M_ST_NA_1, M_ST_TA_1, M_ST_TB_1);
        Set(new ElementLayout(4, 0, HasQualifier: true, 0), M_BO_NA_1, M_BO_TA_1, M_BO_TB_1);
        Set(new ElementLayout(2, 0, HasQualifier: true, 0), M_ME_NA_1, M_ME_TA_1, M_ME_TD_1);
        Set(new ElementLayout(2, 0, HasQualifier: true, 0), M_ME_NB_1, M_ME_TB_1, M_ME_TE_1);
        Set(new ElementLayout(4, 0, HasQualifier: true, 0), M_ME_NC_1, M_ME_TC_1, M_ME_TF_1);
        Set(new ElementLayout(4, 0, HasQualifier: true, 0), M_IT_NA_1, M_IT_TA_1, M_IT_TB_1);
        Set(new ElementLayout(0, 1, HasQualifier: true, 0), C_SC_NA_1, None, C_SC_TA_1);
        Set(new ElementLayout(0, 3, HasQualifier: true, 0), C_DC_NA_1, None, C_DC_TA_1);
        Set(new ElementLayout(0, 3, HasQualifier: true, 0), C_RC_NA_1, None, C_RC_TA_1);
        Set(new ElementLayout(2, 0, HasQualifier: true, 0), C_SE_NA_1, None, C_SE_TA_1);
        Set(new ElementLayout(2, 0, HasQualifier: true, 0), C_SE_NB_1, None, C_SE_TB_1);
        Set(new ElementLayout(4, 0, HasQualifier: true, 0), C_SE_NC_1, None, C_SE_TC_1);
        Set(new ElementLayout(4, 0, HasQualifier: false, 0), C_BO_NA_1, None, C_BO_TA_1);
        Set(new ElementLayout(2, 0, HasQualifier: false, 0), M_ME_ND_1, None, None);
        Set(new ElementLayout(2, 0, HasQualifier: false, 0), C_TS_NA_1, None, C_TS_TA_1);
        Set(new ElementLayout(0, 0, HasQualifier: true, 0), M_EI_NA_1, None, None);
        Set(new ElementLayout(0, 0, HasQualifier: true, 0), C_IC_NA_1, None, None);
        Set(new ElementLayout(0, 0, HasQualifier: true, 0), C_CI_NA_1, None, None);
        Set(new ElementLayout(0, 0, HasQualifier: false, 0), C_RD_NA_1, None, C_CS_NA_1);
        table[(byte)None] = null;
        return table;

        void Set(ElementLayout layout, TypeId without, TypeId cp24, TypeId cp56)
        {
            table[(byte)without] = layout;
            table[(byte)cp24] = layout with { TimeOctets = Cp24 };
            table[(byte)cp56] = layout with { TimeOctets = Cp56 };
        }
    }
}
