using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Hub;

namespace Catchment.Cameras.Retention;

/// <summary>A stored frame's name taken apart. Only names that the hub itself would write are any; the name can be put together again byte by byte.</summary>
/// <remarks>Source: the camera specification, 3.3.</remarks>
/// <param name="Day">The date in the name.</param>
/// <param name="Microseconds">The time in the name: microseconds since midnight.</param>
/// <param name="Format">What the extension says.</param>
/// <param name="LabelBytes">Bytes of node and view at the beginning of the name.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ParsedFrameName(DateOnly Day, long Microseconds, FrameFormat Format, int LabelBytes)
{
    /// <summary>Bytes of a day folder's name.</summary>
    internal const int DayBytes = 10;

    /// <summary>The local time in the name.</summary>
    internal DateTime Time => Day.ToDateTime(TimeOnly.MinValue).AddTicks(Microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>Reads a file's name.</summary>
    /// <param name="name">Any bytes.</param>
    /// <param name="file">The parts; without meaning when it is no frame's name.</param>
    internal static bool TryParse(ReadOnlySpan<byte> name, out ParsedFrameName file)
    {
        file = default;
        var label = name.Length - FrameName.TimeBytes;
        if (label is < 0 or > FrameName.MaxNodeBytes)
            return false;
        var time = name[label..]; // -2018-12-30T08.18.31.809000.jpg
        if (time[0] != '-' || time[11] != 'T' || time[14] != '.' || time[17] != '.' || time[20] != '.'
            || !TryFormat(time[27..], out var format)
            || !TryParseDay(time[1..11], out var day)
            || !TryNumber(time[12..14], 23, out var hour)
            || !TryNumber(time[15..17], 59, out var minute)
            || !TryNumber(time[18..20], 59, out var second)
            || !TryNumber(time[21..27], 999_999, out var fraction)
            || !IsLabel(name[..label]))
        {
            return false;
        }

        file = new ParsedFrameName(day, (((((hour * 60L) + minute) * 60) + second) * 1_000_000) + fraction, format, label);
        return true;
    }

    /// <summary>Reads a day folder's name: <c>2018-12-30</c>.</summary>
    internal static bool TryParseDay(ReadOnlySpan<byte> name, out DateOnly day)
    {
        day = default;
        if (name.Length != DayBytes || name[4] != '-' || name[7] != '-'
            || !TryNumber(name[..4], 9999, out var year)
            || !TryNumber(name[5..7], 12, out var month)
            || !TryNumber(name[8..], 31, out var date)
            || year == 0 || month == 0 || date == 0 || date > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        day = new DateOnly(year, month, date);
        return true;
    }

    /// <summary>A day folder's name.</summary>
    internal static byte[] NameOf(DateOnly day) => Encoding.ASCII.GetBytes(day.ToString("yyyy-MM-dd"));

    /// <summary>Puts a name together.</summary>
    /// <param name="label">Node and view.</param>
    /// <param name="day">The date.</param>
    /// <param name="microseconds">Since midnight.</param>
    /// <param name="format">Decides the extension.</param>
    /// <param name="destination">Room for the label and <see cref="FrameName.TimeBytes"/>.</param>
    /// <returns>The name.</returns>
    internal static Span<byte> Write(ReadOnlySpan<byte> label, DateOnly day, long microseconds, FrameFormat format, Span<byte> destination)
    {
        label.CopyTo(destination);
        var length = label.Length + FrameName.TimeBytes;
        FrameName.WriteTime(day.ToDateTime(TimeOnly.MinValue).AddTicks(microseconds * TimeSpan.TicksPerMicrosecond), format, destination[label.Length..]);
        return destination[..length];
    }

    private static ReadOnlySpan<byte> Extension(FrameFormat format) => format switch
    {
        FrameFormat.Png => ".png"u8,
        FrameFormat.Npy => ".npy"u8,
        _ => ".jpg"u8,
    };

    private static bool TryFormat(ReadOnlySpan<byte> extension, out FrameFormat format)
    {
        format = extension.SequenceEqual(".png"u8) ? FrameFormat.Png : extension.SequenceEqual(".npy"u8) ? FrameFormat.Npy : FrameFormat.Jpg;
        return extension.SequenceEqual(Extension(format));
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, int most, out int number)
    {
        number = 0;
        return digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && Utf8Parser.TryParse(digits, out number, out _) && number <= most;
    }

    /// <summary>Node and view as the hub writes them: it would write the same again.</summary>
    private static bool IsLabel(ReadOnlySpan<byte> label)
    {
        Span<byte> written = stackalloc byte[FrameName.MaxNodeBytes];
        return FrameName.TryWriteNode(label, written, out var length) && written[..length].SequenceEqual(label);
    }
}
