using System.Buffers.Binary;
using System.Text;
using Catchment.Protocols.Modbus;

namespace Catchment.Protocols.Tests.Modbus;

public sealed class ModbusResponderTests
{
    private readonly MemoryTables _tables = new();

    [Theory]
    [InlineData("0100000000", "8103")] // no bits
    [InlineData("01000007D1", "8103")] // 2,001 bits
    [InlineData("01FFFF0002", "8102")] // past the end
    [InlineData("01FFFF07D1", "8103")] // both: the quantity is judged first
    [InlineData("0200000000", "8203")]
    [InlineData("02FFFF0002", "8202")]
    [InlineData("0300000000", "8303")]
    [InlineData("030000007E", "8303")]
    [InlineData("03FFFF0002", "8302")]
    [InlineData("03FFFF0001", "03020000")]
    [InlineData("0400000000", "8403")]
    [InlineData("040000007E", "8403")]
    [InlineData("04FF840080", "8403")]
    [InlineData("05FFFFFF00", "05FFFFFF00")]
    [InlineData("0500000001", "8503")] // neither on nor off
    [InlineData("06FFFF1234", "06FFFF1234")]
    [InlineData("0F0000000000", "8F03")]
    [InlineData("0F000007B1F700", "8F03")] // 1,969 bits
    [InlineData("0F0000000A0100", "8F03")] // ten bits take two bytes
    [InlineData("0FFFFF000201FF", "8F02")]
    [InlineData("0F0013000A02CD01", "0F0013000A")]
    [InlineData("100000000000", "9003")]
    [InlineData("100000007CF80000", "9003")] // 124 registers
    [InlineData("1000000001030000", "9003")]
    [InlineData("10FFFF00020400000000", "9002")]
    [InlineData("1701F4000201F60001020099", "170400000000")]
    [InlineData("1700000000000000010200AA", "9703")]
    [InlineData("170000007E000000010200AA", "9703")]
    [InlineData("1700000001000000000000", "9703")]
    [InlineData("17000000010000007AF4", "9703")] // writes 122
    [InlineData("1700000001FFFF00020400000000", "9702")]
    [InlineData("17FFFF0002000000010200AA", "9702")]
    [InlineData("08000012", "8801")]
    [InlineData("2B0E0100", "AB01")]
    [InlineData("00", "8001")]
    [InlineData("8300000001", "8301")]
    [InlineData("FF", "FF01")]
    public void A_request_is_answered_by_the_table_of_functions(string request, string reply) => Answer(request).ShouldBe(reply);

    [Theory]
    [InlineData("01")]
    [InlineData("0300000A")]
    [InlineData("0500000")]
    [InlineData("0600")]
    [InlineData("0F00000001")]
    [InlineData("0F0000000101")] // the byte is missing
    [InlineData("100000000204000A")]
    [InlineData("170000000100000001")]
    [InlineData("17000000010000000102AA")]
    [InlineData("")]
    public void A_request_that_is_too_short_has_no_answer(string request) => Answer(request.Length % 2 == 0 ? request : request[..^1]).ShouldBe("");

    [Fact]
    public void What_is_written_is_read()
    {
        Answer("10000A0002041234ABCD").ShouldBe("10000A0002");
        Answer("03000A0002").ShouldBe("03041234ABCD");
        Answer("06000B5555").ShouldBe("06000B5555");
        Answer("03000A0002").ShouldBe("030412345555");
        Answer("0F0013000A02CD01").ShouldBe("0F0013000A");
        Answer("010013000A").ShouldBe("0102CD01");
        Answer("0500140000").ShouldBe("0500140000");
        Answer("05001BFF00").ShouldBe("05001BFF00");
        Answer("010013000A").ShouldBe("0102CD01");
        _tables.Inputs[21] = 7;
        Answer("04000A0001").ShouldBe("04020007");
        _tables.Discretes[3] = 1;
        Answer("0200000009").ShouldBe("02020800");
    }

    [Fact]
    public void Reading_and_writing_at_once_writes_first() => Answer("17000A0002000A000102BEEF").ShouldBe("1704BEEF0000");

    [Fact]
    public void The_longest_requests_and_replies_fit()
    {
        Answer("030000007D").Length.ShouldBe(2 * 252);
        Answer("01000007D0").Length.ShouldBe(2 * 252);
        Answer("0F000007B0F6" + new string('F', 2 * 246)).ShouldBe("0F000007B0");
        Answer("100000007BF6" + new string('1', 2 * 246)).ShouldBe("100000007B");
        Answer("170000007D00000079F2" + new string('2', 2 * 242))[..4].ShouldBe("17FA");
    }

    [Theory]
    [InlineData("0100000001", "8102")]
    [InlineData("0300000001", "8302")]
    [InlineData("0500000000", "8502")]
    [InlineData("0600000000", "8602")]
    [InlineData("0F0000000101FF", "8F02")]
    [InlineData("1000000001020001", "9002")]
    [InlineData("17000000010000000102AAAA", "9702")]
    public void A_refusal_of_the_tables_is_told(string request, string reply)
    {
        _tables.Refusal = ModbusExceptionCode.IllegalDataAddress;
        Answer(request).ShouldBe(reply);
    }

    [Fact]
    public void The_device_is_identified_as_a_stream_and_by_object()
    {
        var responder = new ModbusResponder(_tables, new ModbusIdentification("Catchment", "gateway", "1.0", "https://example.org", "Gateway"));

        Objects(responder, 1, 0).ShouldBe(["Catchment", "gateway", "1.0"]);
        Objects(responder, 2, 0).ShouldBe(["Catchment", "gateway", "1.0", "https://example.org", "Gateway"]);
        Objects(responder, 3, 3).ShouldBe(["https://example.org", "Gateway"]);
        Objects(responder, 2, 99).Count.ShouldBe(5); // from the beginning, as the standard has it
        Objects(responder, 4, 1).ShouldBe(["gateway"]);
        Answer("2B0E0405", responder).ShouldBe("AB02");
        Answer("2B0E0000", responder).ShouldBe("AB03");
        Answer("2B0E0500", responder).ShouldBe("AB03");
        Answer("2B0D0000", responder).ShouldBe("AB01");
        Answer("2B0E", responder).ShouldBe("");
    }

    [Fact]
    public void Long_texts_of_the_identification_come_in_several_replies()
    {
        var responder = new ModbusResponder(_tables, new ModbusIdentification(new string('v', 200), new string('p', 300), "1"));

        var first = Convert.FromHexString(Answer("2B0E0100", responder));
        (first[4], first[5], first[6]).ShouldBe(((byte)0xFF, (byte)1, (byte)1));
        Objects(responder, 1, 1).ShouldBe([new string('p', ModbusIdentification.MaxTextBytes), "1"]);
    }

    [Fact]
    public void Any_bytes_are_answered_within_bounds()
    {
        var random = new Random(61);
        var responder = new ModbusResponder(_tables, new ModbusIdentification("v", "p", "1"));
        var (request, reply) = (new byte[300], new byte[ModbusLimits.PduBytes]);
        ReadOnlySpan<byte> functions = [1, 2, 3, 4, 5, 6, 15, 16, 23, 43];
        for (var round = Fuzzing.Rounds(100_000, 1_000_000); round > 0; round--)
        {
            var bytes = request.AsSpan(0, random.Next(ModbusLimits.PduBytes + 1));
            random.NextBytes(bytes);
            if (bytes.Length > 0 && random.Next(10) > 0)
                bytes[0] = functions[random.Next(functions.Length)];
            if (bytes.Length > 5 && random.Next(3) > 0)
            {
                BinaryPrimitives.WriteUInt16BigEndian(bytes[3..], (ushort)random.Next(130));
                bytes[5] = (byte)(2 * bytes[4]);
            }

            var length = responder.Answer(1, bytes, reply);
            length.ShouldBeInRange(0, ModbusLimits.PduBytes);
            if (length > 0)
                (reply[0] & 0x7F).ShouldBe(bytes[0] & 0x7F);
        }
    }

    private static List<string> Objects(ModbusResponder responder, int kind, int first)
    {
        var reply = Convert.FromHexString(Answer($"2B0E{kind:X2}{first:X2}", responder));
        reply[..4].ShouldBe([0x2B, 0x0E, (byte)kind, 0x82]);
        var texts = new List<string>();
        for (var at = 7; at < reply.Length; at += 2 + reply[at + 1])
            texts.Add(Encoding.ASCII.GetString(reply, at + 2, reply[at + 1]));
        texts.Count.ShouldBe(reply[6]);
        return texts;
    }

    private string Answer(string request) => Answer(request, new ModbusResponder(_tables));

    private static string Answer(string request, ModbusResponder responder)
    {
        var reply = new byte[ModbusLimits.PduBytes];
        return Convert.ToHexString(reply, 0, responder.Answer(1, Convert.FromHexString(request), reply));
    }
}
