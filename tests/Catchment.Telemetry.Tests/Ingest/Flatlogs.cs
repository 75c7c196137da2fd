using Catchment.Protocols.Flatlogs;

namespace Catchment.Telemetry.Tests.Ingest;

/// <summary>Makes flatlog files of entries without a message, whose event codes tell one from another.</summary>
internal static class Flatlogs
{
    internal const ushort LoopClosed = 1001;
    internal const ushort LoopPaused = 1002;
    internal const ushort LoopOpen = 1003;

    internal static byte[] File(IEnumerable<(ushort Code, uint Seconds, uint Nanoseconds)> entries)
    {
        using var file = new MemoryStream();
        Span<byte> bytes = stackalloc byte[FlatlogHeader.MostLength];
        foreach (var (code, seconds, nanoseconds) in entries)
        {
            var header = FlatlogHeader.Create(64, code, seconds, nanoseconds, messageLength: 0);
            header.Write(bytes);
            file.Write(bytes[..header.Length]);
        }

        return file.ToArray();
    }

    /// <summary>Entries a millisecond apart.</summary>
    internal static byte[] File(int count, ushort code = LoopClosed, uint start = 1_700_000_000) =>
        File(Enumerable.Range(0, count).Select(i => (code, start + (uint)(i / 1000), (uint)(i % 1000) * 1_000_000)));
}
