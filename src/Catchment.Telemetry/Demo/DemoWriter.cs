using System.Globalization;
using Catchment.Protocols.Flatlogs;

namespace Catchment.Telemetry.Demo;

/// <summary>
/// Writes the files of one simulated device as a real one does: in blocks that end anywhere, one file after another, and now and then one whose last entry
/// stays torn, as after a crash.
/// </summary>
/// <param name="options">Where to, and how long a file is.</param>
/// <param name="device">The device.</param>
/// <param name="random">Chance.</param>
internal sealed class DemoWriter(TelemetryDemoOptions options, DemoDevice device, Random random)
{
    private const int TornEvery = 4; // files
    private const int NanosecondsPerTick = 100;

    private readonly byte[] _header = new byte[FlatlogHeader.MostLength];
    private byte[] _rest = [];
    private string? _path;
    private int _entries;
    private int _files;

    /// <summary>Bytes that were written.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Writes what the device tells now.</summary>
    /// <param name="now">The time of the entry.</param>
    /// <param name="seconds">The same since the demo began.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <returns>The name of the entry's event code.</returns>
    internal string Write(DateTimeOffset now, double seconds)
    {
        if (_path is null || _entries >= options.EntriesOfFile)
            Begin(now);
        var (code, entry) = Entry(now, seconds);
        byte[] bytes = [.. _rest, .. entry];
        var part = random.Next(3) == 0 ? random.Next(_rest.Length, bytes.Length) : bytes.Length;
        Append(bytes.AsSpan(0, part));
        _rest = bytes[part..];
        _entries++;
        return code;
    }

    /// <summary>The device's name.</summary>
    internal string Device => device.Name;

    /// <summary>Writes what is left of the last entry.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isTorn">And the beginning of one more, as if it had crashed.</param>
    internal void End(DateTimeOffset now, bool isTorn)
    {
        if (_path is null)
            return;
        Append(_rest);
        _rest = [];
        if (isTorn)
            Append(Torn(now));
    }

    private void Begin(DateTimeOffset now)
    {
        End(now, isTorn: _files > 0 && _files % TornEvery == 0);
        Directory.CreateDirectory(options.Folder);
        _path = Path.Combine(options.Folder, string.Create(CultureInfo.InvariantCulture, $"{device.Name}_{now.UtcDateTime:yyyyMMddHHmmssfffffff}00.bintel"));
        _entries = 0;
        _files++;
    }

    private (string EventCode, byte[] Bytes) Entry(DateTimeOffset now, double seconds)
    {
        var told = device.Tell(seconds, random);
        var type = FlatlogTypeTable.BuiltIn.Types.First(t => t.Name == told.EventCode);
        var message = FlatlogMessage.Write(type.Message!, told.Values);
        var since = now - DateTimeOffset.UnixEpoch;
        var header = FlatlogHeader.Create(FlatlogPriority.Telemetry, type.Code, (uint)since.TotalSeconds, (uint)(since.Ticks % TimeSpan.TicksPerSecond) * NanosecondsPerTick, message.Length);
        header.Write(_header);
        return (told.EventCode, [.. _header.AsSpan(0, header.Length), .. message]);
    }

    /// <summary>The beginning of an entry whose rest never comes.</summary>
    private byte[] Torn(DateTimeOffset now) => Entry(now, 0).Bytes[..random.Next(1, FlatlogHeader.MostLength)];

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        using var file = new FileStream(_path!, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.Write(bytes);
        Bytes += bytes.Length;
    }
}
