using System.Text;
using Catchment.Protocols.ImageZmq;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Protocols.Tests.ImageZmq;

public sealed class ImageZmqDecoderTests
{
    public static TheoryData<string> VectorNames => ImageZmqVectors.Names;

    [Theory]
    [MemberData(nameof(VectorNames))]
    public void A_captured_message_is_read(string name)
    {
        var (vector, header, payload) = ImageZmqVectors.Load(name);
        var call = vector.GetProperty("call");
        var isArray = call.TryGetProperty("shape", out var shape);

        ImageZmqDecoder.Decode(header, payload, new byte[header.Length], out var message).ShouldBe(ImageZmqError.None);

        Encoding.UTF8.GetString(message.Text).ShouldBe(call.GetProperty("msg").GetString());
        message.Payload.ToArray().ShouldBe(payload);
        message.IsArray.ShouldBe(isArray);
        if (!isArray)
            return;
        message.Shape.ShouldBe(new ArrayShape([.. shape.EnumerateArray().Select(n => n.GetInt32())]));
        message.ElementType.ToString().ShouldBe(call.GetProperty("dtype").GetString());
        ImageZmqDecoder.DecodeArray(header, payload, new byte[header.Length], out _).ShouldBe(ImageZmqError.None);
    }

    [Theory]
    [InlineData("", ImageZmqError.NotJson)]
    [InlineData("hello", ImageZmqError.NotJson)]
    [InlineData("""{"msg": "a"} x""", ImageZmqError.NotJson)]
    [InlineData("""{"msg": "a" """, ImageZmqError.NotJson)]
    [InlineData("""["msg"]""", ImageZmqError.NotAnObject)]
    [InlineData("7", ImageZmqError.NotAnObject)]
    [InlineData("""{"text": "N|jpg"}""", ImageZmqError.NoText)]
    [InlineData("""{"msg": null}""", ImageZmqError.NoText)]
    [InlineData("""{"msg": 5}""", ImageZmqError.NoText)]
    [InlineData("""{"msg": {"msg": "a"}}""", ImageZmqError.NoText)]
    [InlineData("""{"msg": "\ud83d alone"}""", ImageZmqError.NoText)]
    public void What_is_no_message_is_told_apart(string header, ImageZmqError expected)
    {
        var bytes = Encoding.UTF8.GetBytes(header);

        ImageZmqDecoder.Decode(bytes, [], new byte[bytes.Length], out _).ShouldBe(expected);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused() =>
        ImageZmqDecoder.Decode([.. "{\"msg\": \""u8, 0xFF, .. "\"}"u8], [], new byte[64], out _).ShouldBe(ImageZmqError.NotUtf8);

    [Fact]
    public void Deep_nesting_is_refused_without_a_deep_stack()
    {
        var bytes = Encoding.ASCII.GetBytes("{\"x\": " + new string('[', 50_000));

        ImageZmqDecoder.Decode(bytes, [], new byte[bytes.Length], out _).ShouldBe(ImageZmqError.NotJson);
    }

    [Fact]
    public void A_header_over_the_limit_is_refused()
    {
        var bytes = new byte[ImageZmqDecoder.MaxHeaderBytes + 1];

        ImageZmqDecoder.Decode(bytes, [], bytes, out _).ShouldBe(ImageZmqError.HeaderTooLong);
    }

    [Theory]
    [InlineData("""{ "more" : [1,{"msg":"no"}],"msg":"N|jpg" , "x" : {"msg" : "no"} }""", "N|jpg")]
    [InlineData("""{"msg":"first","msg":"last"}""", "last")]
    [InlineData("""{"\u006dsg":"\u00e4\ud83d\ude00|\n"}""", "ä😀|\n")]
    public void Any_spelling_of_json_is_accepted(string header, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(header);

        ImageZmqDecoder.Decode(bytes, [], new byte[bytes.Length], out var message).ShouldBe(ImageZmqError.None);

        Encoding.UTF8.GetString(message.Text).ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"msg": "N", "dtype": "uint8"}""", 6, ImageZmqError.NoArray)]
    [InlineData("""{"msg": "N", "dtype": 8, "shape": [6]}""", 6, ImageZmqError.NoArray)]
    [InlineData("""{"msg": "N", "dtype": "object", "shape": [6]}""", 6, ImageZmqError.UnknownElementType)]
    [InlineData("""{"msg": "N", "dtype": "uint8", "shape": [-1, -6]}""", 6, ImageZmqError.ImpossibleShape)]
    [InlineData("""{"msg": "N", "dtype": "uint8", "shape": [1.5]}""", 6, ImageZmqError.ImpossibleShape)]
    [InlineData("""{"msg": "N", "dtype": "uint8", "shape": [[6]]}""", 6, ImageZmqError.ImpossibleShape)]
    [InlineData("""{"msg": "N", "dtype": "uint8", "shape": [1,1,1,1,1,1,1,1,6]}""", 6, ImageZmqError.ImpossibleShape)]
    [InlineData("""{"msg": "N", "dtype": "uint8", "shape": [2147483647,2147483647,2147483647]}""", 6, ImageZmqError.ImpossibleShape)]
    [InlineData("""{"msg": "N", "dtype": "float64", "shape": [1073741824]}""", 0, ImageZmqError.SizeMismatch)]
    [InlineData("""{"msg": "N", "dtype": "uint16", "shape": [6]}""", 6, ImageZmqError.SizeMismatch)]
    [InlineData("""{"msg": "N", "dtype": "<i2", "shape": [3]}""", 6, ImageZmqError.None)]
    [InlineData("""{"msg": "N", "dtype": "|b1", "shape": [2, 3]}""", 6, ImageZmqError.None)]
    [InlineData("""{"msg": "N", "dtype": "uint8", "shape": [0, 7]}""", 0, ImageZmqError.None)]
    public void An_array_has_to_fit_its_description(string header, int payloadBytes, ImageZmqError expected)
    {
        var bytes = Encoding.ASCII.GetBytes(header);

        ImageZmqDecoder.DecodeArray(bytes, new byte[payloadBytes], new byte[bytes.Length], out _).ShouldBe(expected);
        ImageZmqDecoder.Decode(bytes, new byte[payloadBytes], new byte[bytes.Length], out var message).ShouldBe(ImageZmqError.None);
        message.IsArray.ShouldBe(expected == ImageZmqError.None);
    }

    [Theory]
    [MemberData(nameof(VectorNames))]
    public void Reading_allocates_nothing(string name)
    {
        var (_, header, payload) = ImageZmqVectors.Load(name);
        var scratch = new byte[header.Length];
        ImageZmqDecoder.Decode(header, payload, scratch, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        ImageZmqDecoder.Decode(header, payload, scratch, out var message);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        message.Text.IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public void Every_text_comes_back() =>
        Prop.ForAll<string>(text =>
        {
            var sent = string.Concat((text ?? "").EnumerateRunes().Select(r => r.ToString()));
            var header = ImageZmqEncoder.JpegHeader(sent);
            ImageZmqDecoder.Decode(header, [1], new byte[header.Length], out var message).ShouldBe(ImageZmqError.None);
            Encoding.UTF8.GetString(message.Text).ShouldBe(sent);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Mutated_and_random_messages_never_throw()
    {
        var random = new Random(20_241);
        var count = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1" ? 1_000_000 : 100_000;
        var seeds = ImageZmqVectors.Headers();
        var refused = 0;
        for (var i = 0; i < count; i++)
        {
            var header = i % 4 == 0 ? RandomBytes(random) : Mutate(random, seeds[random.Next(seeds.Length)]);
            var payload = new byte[random.Next(200)];
            var error = ImageZmqDecoder.Decode(header, payload, new byte[header.Length], out var message);
            if (error == ImageZmqError.None)
                System.Text.Unicode.Utf8.IsValid(message.Text).ShouldBeTrue();
            else
                refused++;
            ImageZmqDecoder.DecodeArray(header, payload, new byte[header.Length], out _);
        }

        refused.ShouldBeInRange(count / 4, count - 1);
    }

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(100)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Mutate(Random random, byte[] seed)
    {
        var bytes = seed.ToList();
        for (var n = random.Next(4); n >= 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.Insert(at, "{}[]\",:\\u0-9e."u8[random.Next(14)]);
                    break;
                case 2 when bytes.Count > 1:
                    bytes.RemoveAt(at);
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(8, bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }
}
