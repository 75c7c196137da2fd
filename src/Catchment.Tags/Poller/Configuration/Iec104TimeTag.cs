namespace Catchment.Tags.Poller.Configuration;

/// <summary>Which time tags commands may have. What a station sends has the form of its type, whatever is said here. Source: <c>tags</c> 10.1.</summary>
public enum Iec104TimeTag
{
    /// <summary>A command that the station does not know without a time tag is sent with a CP56Time2a.</summary>
    Cp56,

    /// <summary>CP24Time2a, which no command has: commands have no time tag.</summary>
    Cp24,

    /// <summary>CP32Time2a, which IEC 60870-5-104 does not have: commands have no time tag.</summary>
    Cp32,
}
