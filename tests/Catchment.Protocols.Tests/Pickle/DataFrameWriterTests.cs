using System.Buffers;
using System.Text;
using Catchment.Protocols.Pickle;

namespace Catchment.Protocols.Tests.Pickle;

public sealed class DataFrameWriterTests
{
    [Fact]
    public void A_frame_is_written_byte_for_byte_as_the_portable_example()
    {
        var output = new ArrayBufferWriter<byte>();
        var frame = new DataFrameWriter(output);
        frame.Times("timestamp"u8, [1714586759066670000, 1714586759133336000, 1714586759166669000]);
        frame.Texts("objid"u8, ["1", "1", "1"]);
        frame.Texts("classname"u8, ["28.4 mph: R-to-L", "33.7 mph: R-to-L", "R-to-L"]);
        frame.NullableIntegers("rect_x1"u8, [480, 360, 300], [0, 0, 0]);
        frame.NullableIntegers("rect_y1"u8, [200, 200, 200], [0, 0, 0]);
        frame.NullableIntegers("rect_x2"u8, [580, 460, 400], [0, 0, 0]);
        frame.NullableIntegers("rect_y2"u8, [260, 260, 260], [0, 0, 0]);
        frame.Spans("elapsed"u8, [66666000, 133332000, 166665000]);
        frame.End([0, 1, 2]);

        output.WrittenSpan.ToArray().ShouldBe(Vector("evt_car_vsp"));
    }

    [Fact]
    public void A_frame_without_rows_is_written_byte_for_byte_as_the_portable_example()
    {
        var output = new ArrayBufferWriter<byte>();
        DataFrameWriter.WriteEmpty(output, ["node", "viewname", "timestamp", "event", "width", "height", "type"]);

        output.WrittenSpan.ToArray().ShouldBe(Vector("idx_missing_day"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(85)]
    [InlineData(86)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(100_000)]
    public void Long_texts_and_bytes_have_a_long_length(int length)
    {
        var output = new ArrayBufferWriter<byte>();
        var pickle = new PickleWriter(output);
        pickle.Text(new string('ä', length));
        pickle.Bytes(new byte[length]);
        pickle.End();

        byte[] text = [.. Encoding.UTF8.GetBytes(new string('ä', length))];
        byte[] expected =
        [
            .. 2 * length < 256 ? (byte[])[0x8C, (byte)text.Length] : [(byte)'X', .. BitConverter.GetBytes(text.Length)], .. text,
            .. length < 256 ? (byte[])[(byte)'C', (byte)length] : [(byte)'B', .. BitConverter.GetBytes(length)], .. new byte[length],
            (byte)'.',
        ];
        output.WrittenSpan.SequenceEqual(expected).ShouldBeTrue();
    }

    private static byte[] Vector(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Pickle", "Vectors", name + ".bin"));
}
