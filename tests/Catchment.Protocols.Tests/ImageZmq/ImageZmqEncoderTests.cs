using System.Text;
using Catchment.Protocols.ImageZmq;

namespace Catchment.Protocols.Tests.ImageZmq;

public sealed class ImageZmqEncoderTests
{
    public static TheoryData<string> VectorNames => ImageZmqVectors.Names;

    [Theory]
    [MemberData(nameof(VectorNames))]
    public void A_header_is_the_python_senders_to_the_byte(string name)
    {
        var (vector, header, payload) = ImageZmqVectors.Load(name);
        var text = vector.GetProperty("call").GetProperty("msg").GetString()!;
        ImageZmqDecoder.Decode(header, payload, new byte[header.Length], out var message);

        var written = message.IsArray
            ? ImageZmqEncoder.ArrayHeader(text, message.ElementType, message.Shape)
            : ImageZmqEncoder.JpegHeader(text);

        Encoding.ASCII.GetString(written).ShouldBe(vector.GetProperty("frame1_text").GetString());
    }

    [Theory]
    [InlineData("uint8", 'u', 1, false)]
    [InlineData("float64", 'f', 8, false)]
    [InlineData(">u2", 'u', 2, true)]
    [InlineData("bool", 'b', 1, false)]
    [InlineData("complex64", 'c', 8, false)]
    public void An_element_type_is_spelled_as_numpy_spells_it(string text, char kind, int size, bool bigEndian)
    {
        ArrayElementType.TryParse(Encoding.ASCII.GetBytes(text), out var type).ShouldBeTrue();

        type.ShouldBe(new ArrayElementType(kind, size, bigEndian));
        type.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("uint7")]
    [InlineData("uint0")]
    [InlineData("float8")]
    [InlineData("<")]
    [InlineData("U5")]
    [InlineData("int3200000")]
    public void What_is_no_element_type_is_refused(string text) =>
        ArrayElementType.TryParse(Encoding.ASCII.GetBytes(text), out _).ShouldBeFalse();
}
