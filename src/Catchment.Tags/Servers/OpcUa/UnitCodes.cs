using System.Collections.Frozen;
using Catchment.Protocols.OpcUa;

namespace Catchment.Tags.Servers.OpcUa;

/// <summary>Units as OPC UA clients know them: by their codes of UN/CEFACT's recommendation 20. Source: OPC 10000-8, 5.6.3.</summary>
public static class UnitCodes
{
    /// <summary>The unit id of a text that is no known unit.</summary>
    public const int Unknown = -1;

    /// <summary>The namespace of the codes.</summary>
    public const string NamespaceUri = "http://www.opcfoundation.org/UA/units/un/cefact";

    // The code, and how the unit is written; more than one way where people do.
    private static readonly string[] Table =
    [
        "CEL °C degC ℃ C celsius deg_C", "FAH °F degF ℉ fahrenheit", "KEL K kelvin",
        "PAL Pa", "A97 hPa", "KPA kPa", "MPA MPa", "BAR bar", "MBR mbar", "PS psi", "ATM atm", "HN mmHg",
        "P1 % percent pct %RH", "59 ppm",
        "VLT V", "2Z mV", "KVT kV", "AMP A", "4K mA", "B22 kA", "OHM Ω Ohm", "B49 kΩ kOhm",
        "WTT W", "C31 mW", "KWT kW", "MAW MW", "D46 VA", "KVA kVA", "D44 var", "KVR kvar", "WHR Wh", "KWH kWh", "MWH MWh", "JOU J", "KJO kJ", "AMH Ah", "COU coulomb",
        "HTZ Hz", "KHZ kHz", "MHZ MHz", "RPM rpm 1/min r/min min-1",
        "MTR m", "CMT cm", "MMT mm", "KMT km", "4H µm um μm", "C45 nm", "MTK m2 m²", "MTQ m3 m³", "LTR l L", "MLT ml mL",
        "MTS m/s", "C16 mm/s", "2M cm/s", "KMH km/h", "MSK m/s2 m/s²",
        "L2 l/min L/min lpm", "E32 l/h L/h", "G51 l/s L/s", "MQH m3/h m³/h", "MQS m3/s m³/s",
        "SEC s sec", "C26 ms", "B98 µs us μs", "MIN min", "HUR h", "DAY d day",
        "GRM g", "MGM mg", "KGM kg", "TNE t", "E93 kg/h", "KGS kg/s", "KMQ kg/m3 kg/m³", "GP mg/m3 mg/m³", "GQ µg/m3 µg/m³ ug/m3 μg/m³",
        "NEW N", "B47 kN", "NU Nm N·m", "DD ° deg degree", "C81 rad", "E96 °/s deg/s",
        "LUX lx lux", "LUM lm", "CDL cd", "D54 W/m2 W/m²", "2N dB", "Q30 pH", "D33 T", "D10 S/m", "G42 µS/cm uS/cm μS/cm",
    ];

    private static readonly FrozenDictionary<string, int> Exact = Read(StringComparer.Ordinal);

    /// <summary>In any case, where only one unit is written so: mW and MW are two, RPM and rpm are one.</summary>
    private static readonly FrozenDictionary<string, int> AnyCase = Read(StringComparer.OrdinalIgnoreCase);

    /// <summary>The id of a unit: the characters of its code. Source: OPC 10000-8, 5.6.3.3.</summary>
    /// <param name="text">As people write it.</param>
    /// <returns><see cref="Unknown"/> where it is none that is known.</returns>
    public static int Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var unit = text.Trim();
        return Exact.TryGetValue(unit, out var id) || AnyCase.TryGetValue(unit, out id) ? id : Unknown;
    }

    /// <summary>A unit as a client reads it.</summary>
    /// <param name="text">As people write it.</param>
    public static EUInformation Of(string text) => new()
    {
        NamespaceUri = NamespaceUri,
        UnitId = Find(text),
        DisplayName = new LocalizedText(text),
        Description = new LocalizedText(text),
    };

    private static FrozenDictionary<string, int> Read(StringComparer comparer) =>
        Table.Select(static line => line.Split(' '))
            .SelectMany(static words => words.Skip(1).Select(word => (Word: word, Id: IdOf(words[0]))))
            .GroupBy(static unit => unit.Word, comparer)
            .Where(static group => group.Select(static unit => unit.Id).Distinct().Count() == 1)
            .ToFrozenDictionary(static group => group.Key, static group => group.First().Id, comparer);

    private static int IdOf(string code) => code.Aggregate(0, static (id, letter) => (id << 8) | letter);
}
