using System.Buffers;
using System.Text;
using Catchment.Protocols.MessagePack;
using Catchment.Protocols.Tests.Pickle;

namespace Catchment.Protocols.Tests.MessagePack;

public sealed class MessagePackWriterTests
{
    [Fact]
    public void A_request_has_the_bytes_that_the_python_client_sends()
    {
        var compared = 0;
        foreach (var found in PickleVectors.Cases())
        {
            if (!found.TryGetProperty("request", out var request) || request.ValueKind != System.Text.Json.JsonValueKind.Object) continue;
            var items = request.EnumerateObject().Select(p => (p.Name, Value: p.Value.GetRawText())).ToArray();
            if (items.Any(i => i.Value[0] != '"') || found.GetProperty("name").GetString()!.Contains("old", StringComparison.Ordinal)) continue;
            var output = new ArrayBufferWriter<byte>();
            new MessagePackWriter(output).WriteMap([.. items.Select(i => (i.Name, i.Value.Trim('"')))]);
            Convert.ToHexStringLower(output.WrittenSpan).ShouldBe(found.GetProperty("request_hex").GetString());
            compared++;
        }

        compared.ShouldBeGreaterThan(30);
    }

    [Theory]
    [InlineData(0, "a0")]
    [InlineData(31, "bf")]
    [InlineData(32, "d920")]
    [InlineData(255, "d9ff")]
    [InlineData(256, "da0100")]
    [InlineData(65535, "daffff")]
    [InlineData(65536, "db00010000")]
    public void A_text_has_the_shortest_form(int length, string header)
    {
        var output = new ArrayBufferWriter<byte>();
        new MessagePackWriter(output).WriteText(new string('x', length));
        Convert.ToHexStringLower(output.WrittenSpan[..(header.Length / 2)]).ShouldBe(header);
        Encoding.ASCII.GetString(output.WrittenSpan[(header.Length / 2)..]).ShouldBe(new string('x', length));
    }

    [Theory]
    [InlineData(0, "80")]
    [InlineData(15, "8f")]
    [InlineData(16, "de0010")]
    [InlineData(65535, "deffff")]
    [InlineData(65536, "df00010000")]
    public void A_map_has_the_shortest_form(int count, string header)
    {
        var output = new ArrayBufferWriter<byte>();
        new MessagePackWriter(output).WriteMapHeader(count);
        Convert.ToHexStringLower(output.WrittenSpan).ShouldBe(header);
    }

    [Fact]
    public void The_length_counts_bytes_of_UTF8()
    {
        var output = new ArrayBufferWriter<byte>();
        new MessagePackWriter(output).WriteMap(("ä", "\ud800"));
        Convert.ToHexStringLower(output.WrittenSpan).ShouldBe("81a2c3a4a3efbfbd");
    }
}
