using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Catchment.Protocols.Fits;

namespace Catchment.Interop.Tests.Files;

/// <summary>Files that astropy has written are read as astropy reads them: every keyword, every size, times of other scales.</summary>
public sealed class FitsInteropTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_astropy_writes_is_read_as_astropy_reads_it()
    {
        using var peer = PythonPeer.Start("Files/fits_files.py", _folder.FullPath);
        peer.ReadLine(TimeSpan.FromMinutes(2)).ShouldBe("written");
        peer.ExpectSuccess();
        using var expected = JsonDocument.Parse(File.ReadAllBytes(_folder["expected.json"]));
        var keywords = 0;
        foreach (var file in expected.RootElement.GetProperty("files").EnumerateObject())
        {
            var units = Units(_folder[file.Name]);
            units.Count.ShouldBe(file.Value.GetArrayLength(), file.Name);
            foreach (var (unit, wanted) in units.Zip(file.Value.EnumerateArray()))
            {
                unit.PaddedDataBytes.ShouldBe(wanted.GetProperty("span").GetInt64(), file.Name);
                var valued = unit.Header.Keywords.Where(k => k.Kind != FitsValueKind.Commentary).ToArray();
                valued.Select(k => k.Name).ShouldBe(wanted.GetProperty("cards").EnumerateArray().Select(c => c[0].GetString()!), file.Name);
                foreach (var (keyword, card) in valued.Zip(wanted.GetProperty("cards").EnumerateArray()))
                {
                    Same(keyword, card[1]).ShouldBeTrue($"{file.Name}: {keyword} against {card[1]}");
                    keywords++;
                }

                unit.Header.Keywords.Where(k => k.Name == "HISTORY").Select(k => k.Text).ShouldBe(wanted.GetProperty("history").EnumerateArray().Select(h => h.GetString()!));
            }
        }

        keywords.ShouldBeGreaterThan(3000);
        foreach (var time in expected.RootElement.GetProperty("times").EnumerateArray())
            Observed(time[0].GetString()!, time[1].GetString()!).ShouldBe(DateTime.Parse(time[2].GetString()!, CultureInfo.InvariantCulture), TimeSpan.FromMilliseconds(3), time.ToString());
    }

    private static bool Same(FitsKeyword keyword, JsonElement value) => keyword.Kind switch
    {
        FitsValueKind.Text => value.ValueKind == JsonValueKind.String && value.GetString() == keyword.Text,
        FitsValueKind.Logical => value.ValueKind is JsonValueKind.True or JsonValueKind.False && value.GetBoolean() == keyword.Logical,
        FitsValueKind.Whole => value.ValueKind == JsonValueKind.Number && value.GetInt64() == keyword.Whole,
        FitsValueKind.Real => value.ValueKind == JsonValueKind.Number && value.GetDouble().Equals(keyword.Number),
        FitsValueKind.Complex => value.ValueKind == JsonValueKind.Array
            && string.Join(',', value.EnumerateArray().Select(e => e.GetDouble())) == string.Join(',', keyword.Text.Trim('(', ')').Split(',').Select(p => double.Parse(p, CultureInfo.InvariantCulture))),
        _ => value.ValueKind == JsonValueKind.Null,
    };

    private static List<FitsUnit> Units(string path)
    {
        using Stream file = File.OpenRead(path);
        using var stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        var reader = new FitsReader(stream);
        var units = new List<FitsUnit>();
        while (reader.Next(CancellationToken.None) is { } unit)
            units.Add(unit);
        return units;
    }

    private static DateTime Observed(string scale, string time)
    {
        string[] cards = ["SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 0", $"DATE-OBS= '{time}'", $"TIMESYS = '{scale}'", "END"];
        var header = Encoding.ASCII.GetBytes(string.Concat(cards.Select(c => c.PadRight(80))).PadRight(2880));
        return FitsTime.Observed(new FitsReader(new MemoryStream(header)).Next(CancellationToken.None)!.Header)!.Value;
    }
}
