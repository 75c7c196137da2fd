using System.Globalization;

namespace Catchment.Cameras.Retention;

/// <summary>Puts a forecast into words.</summary>
internal static class DiskForecastText
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>The sentence: what becomes of the medium, at what rate, and how much is free.</summary>
    internal static string Of(DiskOutlook outlook, double? daysLeft, long? bytesPerDay, MediumSpace medium)
    {
        var rate = $"at {Bytes(bytesPerDay ?? 0)} a day";
        var becomes = outlook switch
        {
            DiskOutlook.Full => $"full, frames are refused below {Bytes(medium.Low)}",
            DiskOutlook.Fills => $"full in about {Days(daysLeft ?? 0)} {rate}",
            DiskOutlook.Held => $"held by retention {rate}",
            DiskOutlook.Ample => $"not full in ten years {rate}",
            _ => "no complete day yet to judge by",
        };
        return $"{becomes}; {Bytes(medium.Free)} of {Bytes(medium.Total)} free";
    }

    /// <summary>A number of bytes for a person: <c>41 GB</c>, <c>1.5 MB</c>; powers of a thousand, as disks are sold.</summary>
    internal static string Bytes(long bytes)
    {
        double number = bytes;
        var unit = 0;
        for (; number >= 999.5 && unit < Units.Length - 1; unit++)
            number /= 1000;
        return number.ToString(number < 9.95 && unit > 0 ? "0.#" : "0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }

    private static string Days(double days) => days switch
    {
        < 1 / 24.0 => "an hour",
        < 2 => Count(days * 24, "hour"),
        < 100 => Count(days, "day"),
        < 730 => Count(days / 30.4, "month"),
        _ => Count(days / 365.25, "year"),
    };

    private static string Count(double number, string unit)
    {
        var whole = Math.Max(1, (long)Math.Round(number));
        return whole == 1 ? $"1 {unit}" : $"{whole} {unit}s";
    }
}
