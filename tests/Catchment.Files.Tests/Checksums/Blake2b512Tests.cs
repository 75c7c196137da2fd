using System.Diagnostics;
using System.Text.Json;
using Catchment.Files.Checksums;

namespace Catchment.Files.Tests.Checksums;

public sealed class Blake2b512Tests
{
    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "Checksums", "Vectors");

    public static TheoryData<string, string?, string?, int> Contents()
    {
        var data = new TheoryData<string, string?, string?, int>();
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors, "expected.json")));
        foreach (var item in expected.RootElement.EnumerateArray())
        {
            data.Add(
                item.GetProperty("blake2b_512").GetString()!,
                item.TryGetProperty("file", out var file) ? file.GetString() : null,
                item.TryGetProperty("repeat_hex", out var repeat) ? repeat.GetString() : null,
                item.GetProperty("size").GetInt32());
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public void A_known_content_has_its_known_checksum(string checksum, string? file, string? repeatHex, int size)
    {
        var content = file is not null ? File.ReadAllBytes(Path.Combine(Vectors, file)) : Repeated(Convert.FromHexString(repeatHex!), size);

        FileChecksum.Of(content).ShouldBe(new FileChecksum(checksum, size));
    }

    [Fact]
    public void Contents_in_any_pieces_have_the_checksum_that_b2sum_gives()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        var files = Enumerable.Range(0, 200).Select(i => folder[$"{i}"]).ToList();
        var ours = files.Select(file =>
        {
            var content = new byte[random.Next(4) == 0 ? random.Next(9) * 128 : random.Next(20_000)];
            random.NextBytes(content);
            File.WriteAllBytes(file, content);
            return InPieces(content, random);
        }).ToList();

        ours.ShouldBe(ByB2sum(files));
    }

    [Fact]
    public void One_that_has_finished_or_forgotten_begins_anew()
    {
        var hash = new Blake2b512();
        Span<byte> first = stackalloc byte[Blake2b512.ResultSize], second = stackalloc byte[Blake2b512.ResultSize], third = stackalloc byte[Blake2b512.ResultSize];
        hash.Update("abc"u8);
        hash.Finish(first);
        hash.Update("abc"u8);
        hash.Finish(second);
        hash.Update(new byte[1000]);
        hash.Begin();
        hash.Update("abc"u8);
        hash.Finish(third);

        Convert.ToHexStringLower(first).ShouldStartWith("ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b7");
        second.SequenceEqual(first).ShouldBeTrue();
        third.SequenceEqual(first).ShouldBeTrue();
    }

    [Fact]
    public void Taking_bytes_in_allocates_nothing()
    {
        var hash = new Blake2b512();
        var content = new byte[1000];

        Allocations.Of(() => hash.Update(content)).ShouldBe(0);
    }

    private static string InPieces(byte[] content, Random random)
    {
        var hash = new Blake2b512();
        for (var at = 0; at < content.Length;)
        {
            var length = Math.Min(random.Next(3) == 0 ? 128 : random.Next(700), content.Length - at);
            hash.Update(content.AsSpan(at, length));
            at += length;
        }

        var result = new byte[Blake2b512.ResultSize];
        hash.Finish(result);
        return Convert.ToHexStringLower(result);
    }

    private static byte[] Repeated(byte[] pattern, int size)
    {
        var content = new byte[size];
        for (var i = 0; i < size; i++)
            content[i] = pattern[i % pattern.Length];
        return content;
    }

    private static List<string> ByB2sum(List<string> files)
    {
        using var b2sum = Process.Start(new ProcessStartInfo("b2sum", files) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var lines = b2sum.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        b2sum.WaitForExit();
        return [.. lines.Select(line => line[..128])];
    }
}
