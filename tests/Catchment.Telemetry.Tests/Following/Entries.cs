using System.Buffers;
using System.Text;
using Catchment.Protocols.Flatlogs;
using Catchment.Telemetry.Following;

namespace Catchment.Telemetry.Tests.Following;

/// <summary>What the bytes of a flatlog file have to become.</summary>
internal static class Entries
{
    /// <summary>The rows of all complete entries, as texts.</summary>
    internal static List<string> Rows(ReadOnlySpan<byte> file)
    {
        var rows = new List<string>();
        var reader = new FlatlogSpanReader(file);
        while (reader.Read() == FlatlogStep.Entry)
        {
            var message = new ArrayBufferWriter<byte>();
            if (FlatlogRow.Write(FlatlogTypeTable.BuiltIn, reader.Entry, message, out var row) == FlatlogFault.None)
                rows.Add($"{row.Microseconds} {row.EventCode} {Encoding.UTF8.GetString(message.WrittenSpan)}");
        }

        return rows;
    }

    internal static string Text(LiveRow row) => $"{row.Row.Microseconds} {row.Row.EventCode} {row.Message}";

    internal static byte[] Vector(string name) => File.ReadAllBytes(Vectors.PathOf($"bintel/{name}.bintel"));

    /// <summary>The bytes up to the end of an entry.</summary>
    internal static byte[] First(byte[] file, int entries)
    {
        var reader = new FlatlogSpanReader(file);
        for (var i = 0; i < entries; i++)
            reader.Read().ShouldBe(FlatlogStep.Entry);
        return file[..(int)reader.Position];
    }
}
