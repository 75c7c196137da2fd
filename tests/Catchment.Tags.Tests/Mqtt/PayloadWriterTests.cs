using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Catchment.Tags.Mqtt.Payloads;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Mqtt;

public sealed class PayloadWriterTests
{
    private static readonly PayloadField[] Fields =
    [
        new("temp_1", TagValue.Of(21.5)), new("count", TagValue.Of(7L)), new("on", TagValue.Of(true)), new("name", TagValue.Of("a b")),
        new("Dev:tag<1>", TagValue.Of(3.25)), new("missing", TagValue.Of(0L)),
    ];

    private static readonly Dictionary<string, (PayloadStyle Style, double Time)> Styles = new(StringComparer.Ordinal)
    {
        ["pub/json_nots"] = (new(PayloadFormat.Json, IncludesTimestamp: false), 0),
        ["pub/json"] = (new(PayloadFormat.Json), 1795228318.2052872),
        ["pub/csv"] = (new(PayloadFormat.Csv), 1795228318.2060072),
        ["pub/csv2"] = (new(PayloadFormat.Csv, ";", IncludesTimestamp: false, IncludesHeaders: false), 0),
        ["pub/plain"] = (new(PayloadFormat.Plain), 1795228318.206076),
        ["pub/xml"] = (new(PayloadFormat.Xml), 1795228318.2064335),
        ["pub/weird"] = (new(PayloadFormat.Json, IncludesTimestamp: false), 0),
    };

    [Fact]
    public void Payloads_are_those_that_upstream_published()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "mqtt_payloads.json")));
        var count = 0;
        foreach (var vector in vectors.RootElement.GetProperty("payloads").EnumerateArray())
        {
            var expected = vector.GetProperty("payload").GetString()!;
            if (!Styles.TryGetValue(vector.GetProperty("topic").GetString()!, out var style))
            {
                Encoding.UTF8.GetString(PayloadWriter.Json(Fields[..5])).ShouldBe(expected); // The forwarder's snapshot.
            }
            else
            {
                // A required difference: a name that is none in XML stands in an attribute.
                expected = style.Style.Format == PayloadFormat.Xml ? expected.Replace("<Dev:tag<1>>3.25</Dev:tag<1>>", "<tag name=\"Dev:tag&lt;1&gt;\">3.25</tag>", StringComparison.Ordinal) : expected;
                Text(style.Style, Fields, style.Time).ShouldBe(expected);
            }

            count++;
        }

        count.ShouldBe(8);
    }

    [Fact]
    public void What_has_no_value_is_null_or_empty()
    {
        PayloadField[] fields = [new("a", null), new("b", TagValue.Null)];
        Text(new(PayloadFormat.Json, IncludesTimestamp: false), fields).ShouldBe("{\"a\": null, \"b\": null}");
        Text(new(PayloadFormat.Csv, IncludesTimestamp: false), fields).ShouldBe("a,b\n,None");
        Text(new(PayloadFormat.Plain, IncludesTimestamp: false), fields).ShouldBe("a= b=None");
        Text(new(PayloadFormat.Xml, IncludesTimestamp: false), fields).ShouldBe("<?xml version=\"1.0\"?>\n<data>\n  <a></a>\n  <b>None</b>\n</data>");
    }

    [Fact]
    public void Fields_of_csv_are_quoted_where_they_need_it() =>
        Text(new(PayloadFormat.Csv, ";", IncludesTimestamp: false), [new("a;b", TagValue.Of("x\"y")), new("c", TagValue.Of("1,5")), new("d", TagValue.Of("l1\nl2"))])
            .ShouldBe("\"a;b\";c;d\n\"x\"\"y\";1,5;\"l1\nl2\"");

    [Fact]
    public void Any_name_and_text_gives_xml_that_can_be_read()
    {
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            var name = RandomText(random) + "k";
            var value = RandomText(random);
            var read = XDocument.Parse(Text(new(PayloadFormat.Xml, IncludesTimestamp: false), [new(name, TagValue.Of(value))]), LoadOptions.PreserveWhitespace).Root!.Elements().ShouldHaveSingleItem();
            read.Value.ShouldBe(Told(value));
            (read.Attribute("name")?.Value ?? read.Name.LocalName).ShouldBe(Told(name));
        }
    }

    [Fact]
    public void Any_value_gives_json_that_says_the_same()
    {
        var random = new Random(6);
        for (var round = 0; round < 300; round++)
        {
            var given = JsonSerializer.Serialize(new object?[] { RandomText(random), random.NextDouble() * Math.Pow(10, random.Next(-20, 20)), random.NextInt64(), null, true, new Dictionary<string, object> { [RandomText(random)] = new object[] { 1, "x" }, ["y"] = new { } } });
            using var document = JsonDocument.Parse(given);
            var written = Text(new(PayloadFormat.Json, IncludesTimestamp: false), [new("k", TagValue.Of(document.RootElement))]);
            using var read = JsonDocument.Parse(written);
            JsonElement.DeepEquals(read.RootElement.GetProperty("k"), document.RootElement).ShouldBeTrue(written);
            written.ShouldAllBe(c => c >= ' ' && c <= '\x7F');
        }
    }

    [Fact]
    public void A_tag_named_timestamp_gives_its_place() =>
        Text(new(PayloadFormat.Json), [new("timestamp", TagValue.Of(1L)), new("a", TagValue.Of(2L))], 5).ShouldBe("{\"timestamp\": 5.0, \"a\": 2}");

    [Fact]
    public void Lists_are_spelt_as_python_spells_them() =>
        Text(new(PayloadFormat.Json, IncludesTimestamp: false), [new("k", TagValue.Of(JsonDocument.Parse("{\"a\":[1,2.50,[],{}],\"ä\":\"ß\\n\"}").RootElement))])
            .ShouldBe("{\"k\": {\"a\": [1, 2.5, [], {}], \"\\u00e4\": \"\\u00df\\n\"}}");

    private static string Told(string text) => string.Concat(text.Select(static c => c is < ' ' and not ('\n' or '\r' or '\t') ? '\uFFFD' : c));

    private static string RandomText(Random random)
    {
        const string letters = "ab1 <>&\"':;,.-_/\n\r\t\u0001ä€\U0001F600";
        var text = new StringBuilder();
        for (var length = random.Next(6); length > 0; length--)
        {
            var rune = letters.EnumerateRunes().ElementAt(random.Next(letters.EnumerateRunes().Count()));
            text.Append(rune.ToString());
        }

        return text.ToString();
    }

    private static string Text(PayloadStyle style, PayloadField[] fields, double time = 0) => Encoding.UTF8.GetString(PayloadWriter.Write(style, fields, time));
}
