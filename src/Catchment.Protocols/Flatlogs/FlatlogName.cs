using System.Globalization;
using System.Runtime.InteropServices;

namespace Catchment.Protocols.Flatlogs;

/// <summary>
/// What the name of a device's file tells: <c>device_YYYYMMDDhhmmssnnnnnnnnn.ext</c> or <c>device_YYYY-MM-DDThhmmss.ext</c>. Source:
/// telemetry 6.
/// </summary>
/// <param name="Device">What stands before the last <c>_</c>; null: there is none.</param>
/// <param name="Stamp">What stands between the last <c>_</c> and the first dot behind it; null: there is none.</param>
/// <param name="IsWellFormed">The stamp has one of the two forms; its date may still be impossible.</param>
/// <param name="StartMicroseconds">The stamp's time, cut off and not rounded: microseconds since 1970-01-01 UTC; null: it is no time, and the file's ctime counts.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FlatlogName(string? Device, string? Stamp, bool IsWellFormed, long? StartMicroseconds)
{
    private const string Digits = "yyyyMMddHHmmssffffff";
    private const string Dashed = "yyyy-MM-ddTHHmmss";
    private const int NanosecondDigits = 23;

    /// <summary>Takes a name apart.</summary>
    /// <param name="path">The file's name, or its path.</param>
    public static FlatlogName Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        var underscore = name.LastIndexOf('_');
        if (underscore < 0)
            return default;
        var device = name[..underscore].ToString();
        var rest = name[(underscore + 1)..];
        var dot = rest.IndexOf('.');
        if (dot < 0)
            return new FlatlogName(device, null, false, null);
        var stamp = rest[..dot];
        var isWellFormed = true;
        long? start = null;
        if (stamp.Length == NanosecondDigits && !stamp.ContainsAnyExceptInRange('0', '9'))
            start = Time(stamp[..^3], Digits);
        else if (IsDashed(stamp))
            start = Time(stamp, Dashed);
        else
            isWellFormed = false;
        return new FlatlogName(device, stamp.ToString(), isWellFormed, start);
    }

    private static bool IsDashed(ReadOnlySpan<char> stamp)
    {
        if (stamp.Length != Dashed.Length)
            return false;
        for (var i = 0; i < stamp.Length; i++)
        {
            if (char.IsAsciiLetterLower(Dashed[i]) || Dashed[i] is 'M' or 'H' ? !char.IsAsciiDigit(stamp[i]) : stamp[i] != Dashed[i])
                return false;
        }

        return true;
    }

    private static long? Time(ReadOnlySpan<char> stamp, string form) =>
        DateTime.TryParseExact(stamp, form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? FlatlogTime.ToMicroseconds(time)
            : null;
}
