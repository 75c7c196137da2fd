using System.Text;
using Catchment.Cameras.Events.Csv;

namespace Catchment.Cameras.Tests.Events;

public sealed class CsvRowsTests
{
    private static readonly string[] Pieces =
        ["a", "b,", ",", "\"", "\"\"", "\n", "\r\n", "\r", " ", "\t", "2024-05-01T07:32:12.5", "640,480,trk\n", "a,b,2024-05-01T07:32:12,e,", "\"x,\ny\"", "NA"];

    [Fact]
    public void Rows_are_those_of_a_plain_state_machine()
    {
        var random = new Random(1);
        for (var round = 0; round < 5000; round++)
        {
            var text = Random(random);

            Read(text).ShouldBe(Oracle(text), text);
        }
    }

    [Fact]
    public void An_index_that_is_read_in_parts_is_the_same_as_one_read_at_once()
    {
        var random = new Random(2);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(Random(random));
            var whole = new IndexCsv();
            whole.Read(bytes);
            var parts = new IndexCsv();
            for (var length = random.Next(20); length < bytes.Length; length += random.Next(1, 40))
                parts.Read(bytes.AsSpan(parts.Position, Math.Max(0, length - parts.Position)));
            parts.Read(bytes.AsSpan(parts.Position));

            parts.Rows.ToArray().ShouldBe(whole.Rows.ToArray());
            parts.LeftOut.ShouldBe(whole.LeftOut);
        }
    }

    [Theory]
    [InlineData("a,\"b,2024-05-01T00:00:00,e,1,1,trk\n")] // never closed
    [InlineData("\"\"\"a,b,2024-05-01T00:00:00,e,1,1,trk\n")]
    [InlineData("a,b,2024-05-01T00:00:00,e,1,1,\"trk\r\n")]
    public void A_quote_that_is_not_closed_costs_its_own_line(string line)
    {
        const string Good = "a,\"b,c\",2024-05-01T00:00:00,e,1,1,trk\n";
        var index = new IndexCsv();
        index.Read(Encoding.UTF8.GetBytes(Good + line + Good + Good));

        index.Rows.ToArray().Select(r => r.Number).ShouldBe([0, 2, 3]);
        index.LeftOut.ShouldBe(1);
    }

    [Fact]
    public void A_quote_waits_for_its_end_no_longer_than_a_field_may_be()
    {
        const string Good = "a,b,2024-05-01T00:00:00,e,1,1,trk\n";
        var open = "a,\"b,2024-05-01T00:00:00,e,1,1,trk\n" + string.Concat(Enumerable.Repeat(Good, CsvFiles.LongestField / Good.Length - 10));
        var index = new IndexCsv();
        index.Read(Encoding.UTF8.GetBytes(open));
        index.FinalCount.ShouldBe(0);
        index.Position.ShouldBe(0);

        index.Read(Encoding.UTF8.GetBytes(open + string.Concat(Enumerable.Repeat(Good, 10)) + "b\",2024-05-01T00:00:00,e,1,1,trk\n"));

        index.FinalCount.ShouldBe(index.Rows.Length);
        index.LeftOut.ShouldBe(2);
    }

    private static string Random(Random random) => string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static List<string> Read(string text)
    {
        var rows = new CsvRows(Encoding.UTF8.GetBytes(text), 100);
        var read = new List<string>();
        while (rows.Read())
        {
            var fields = new List<string>();
            for (var i = 0; i < rows.FieldCount; i++)
                fields.Add(Encoding.UTF8.GetString(rows[i]));
            read.Add(rows.IsBroken ? "broken" : string.Join('|', fields));
        }

        return read;
    }

    /// <summary>One character after another, as pandas' tokenizer goes.</summary>
    private static List<string> Oracle(string text)
    {
        var rows = new List<string>();
        var at = 0;
        while (at < text.Length)
        {
            var end = at;
            while (end < text.Length && text[end] is ' ' or '\t')
                end++;
            if (end == text.Length)
                break;
            if (text[end] is '\n' or '\r')
            {
                at = end + 1;
                continue;
            }

            rows.Add(string.Join('|', Row(text, ref at)));
        }

        return rows;
    }

    private static List<string> Row(string text, ref int at)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var (isStart, isQuoted) = (true, false);
        var (quote, isAcrossLines) = (0, false);
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (isQuoted)
            {
                if (c != '"')
                {
                    field.Append(c);
                    isAcrossLines |= c is '\n' or '\r';
                }
                else if (at + 1 < text.Length && text[at + 1] == '"')
                    field.Append(text[++at]);
                else if (isAcrossLines && at + 1 < text.Length && text[at + 1] is not (',' or '\n' or '\r'))
                    return Broken(text, quote, out at);
                else
                    isQuoted = false;
            }
            else if (c == '"' && isStart)
            {
                (isQuoted, isStart) = (true, false);
                (quote, isAcrossLines) = (at, false);
            }
            else if (c == ',')
            {
                fields.Add(field.ToString());
                field.Clear();
                isStart = true;
            }
            else if (c is '\n' or '\r')
            {
                at += c == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
                fields.Add(field.ToString());
                return fields;
            }
            else
            {
                field.Append(c);
                isStart = false;
            }
        }

        fields.Add(field.ToString());
        return isQuoted ? Broken(text, quote, out at) : fields;
    }

    /// <summary>Goes behind the line that a quote is in.</summary>
    private static List<string> Broken(string text, int quote, out int at)
    {
        at = text.AsSpan(quote).IndexOfAny('\n', '\r') is >= 0 and var length ? quote + length + 1 : text.Length;
        at += at < text.Length && text[at - 1] == '\r' && text[at] == '\n' ? 1 : 0;
        return ["broken"];
    }
}
