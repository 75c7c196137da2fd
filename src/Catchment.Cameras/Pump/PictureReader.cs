using Catchment.Core.Storage;

namespace Catchment.Cameras.Pump;

/// <summary>Reads pictures into memory outside of the collected heap: a picture costs the collector nothing.</summary>
/// <remarks>Source: the camera specification, 6.7.</remarks>
internal sealed class PictureReader(DataRoot images)
{
    /// <summary>The longest picture, in bytes.</summary>
    internal const int MostBytes = 256 * 1024 * 1024;

    private const int TimeBytes = 26;
    private const int TimeBytesWithoutFraction = 19;

    /// <summary>Reads a picture.</summary>
    /// <param name="day">The day whose folder it is in.</param>
    /// <param name="id">The event.</param>
    /// <param name="frameTime">Its time as the request has it; of its form.</param>
    /// <param name="memory">What it goes to.</param>
    /// <returns>False when there is none, or one of 0 bytes.</returns>
    /// <exception cref="IOException">It is there but cannot be read.</exception>
    internal bool Read(DateOnly day, ReadOnlySpan<byte> id, ReadOnlySpan<byte> frameTime, FileMemory memory)
    {
        using var folder = images.Open(day, out _);
        if (folder is null)
            return false;
        Span<byte> name = stackalloc byte[CacheKey.MostCharacters];
        id.CopyTo(name);
        name[id.Length] = (byte)'_';
        frameTime.CopyTo(name[(id.Length + 1)..]);
        var length = id.Length + 1 + frameTime.Length;
        if (Read(folder, name, length, ".jpg"u8, memory))
            return true;

        // A client leaves out a fraction of 0; the file has it.
        return frameTime.Length == TimeBytesWithoutFraction && Read(folder, name, length, ".000000.jpg"u8, memory);
    }

    /// <summary>Whether a text has the form of a picture's time: <c>YYYY-MM-DD_HH.MM.SS</c>, with or without <c>.ffffff</c>.</summary>
    internal static bool IsFrameTime(ReadOnlySpan<byte> text)
    {
        if (text.Length is not (TimeBytes or TimeBytesWithoutFraction))
            return false;
        var form = "0000-00-00_00.00.00.000000"u8;
        for (var i = 0; i < text.Length; i++)
        {
            if (form[i] == '0' ? !char.IsAsciiDigit((char)text[i]) : text[i] != form[i])
                return false;
        }

        return true;
    }

    private static bool Read(SharedFolder folder, Span<byte> name, int length, ReadOnlySpan<byte> end, FileMemory memory)
    {
        end.CopyTo(name[length..]);
        return folder.Handle.ReadFile(name[..(length + end.Length)], memory, MostBytes) && !memory.Content.IsEmpty;
    }
}
