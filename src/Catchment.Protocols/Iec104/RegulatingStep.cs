namespace Catchment.Protocols.Iec104;

/// <summary>What a regulating step command asks for; 0 and 3 are not permitted. Source: IEC 60870-5-101, 7.2.6.17.</summary>
public enum RegulatingStep
{
    /// <summary>Next step lower.</summary>
    Lower = 1,

    /// <summary>Next step higher.</summary>
    Higher = 2,
}
