using System.Text;
using System.Text.Json;
using Catchment.Tags.Store;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Tags.Tests.Store;

public sealed class TagCoercionTests
{
    [Theory]
    [InlineData("float", "3", "3.0")]
    [InlineData("float", "true", "1.0")]
    [InlineData("float", "\" 4.5 \"", "4.5")]
    [InlineData("float", "\"1e3\"", "1000.0")]
    [InlineData("float", "1e16", "1e+16")]
    [InlineData("float", "0.00001", "1e-05")]
    [InlineData("int", "12.9", "12")]
    [InlineData("int", "-12.9", "-12")]
    [InlineData("int", "\"12.7\"", "12")]
    [InlineData("int", "true", "1")]
    [InlineData("int", "1e20", "100000000000000000000")]
    [InlineData("bool", "2.5", "true")]
    [InlineData("bool", "\"0\"", "false")]
    [InlineData("bool", "\" No \"", "false")]
    [InlineData("bool", "[]", "false")]
    [InlineData("bool", "{\"a\":1}", "true")]
    [InlineData("bool", "null", "false")]
    [InlineData("string", "12.5", "\"12.5\"")]
    [InlineData("string", "5", "\"5\"")]
    [InlineData("string", "true", "\"True\"")]
    [InlineData("string", "null", "\"None\"")]
    [InlineData("raw", "{ \"a\" : [1, null] }", "{\"a\":[1,null]}")]
    [InlineData("double", "7", "7")]
    public void Converts_as_the_type_says(string type, string written, string stored)
    {
        TagCoercion.TryCoerce(Value(written), TagCoercion.TypeOf(type), out var value).ShouldBeTrue();

        Json(value).ShouldBe(stored);
    }

    [Theory]
    [InlineData("float", "\"abc\"")]
    [InlineData("float", "null")]
    [InlineData("float", "[1]")]
    [InlineData("float", "1e999")]
    [InlineData("float", "\"inf\"")]
    [InlineData("float", "\"1\\u0000\"")]
    [InlineData("int", "-1e999")]
    [InlineData("bool", "1e999")]
    [InlineData("string", "1e999")]
    [InlineData("raw", "[1e999]")]
    public void What_cannot_be_converted_fails(string type, string written) =>
        TagCoercion.TryCoerce(Value(written), TagCoercion.TypeOf(type), out _).ShouldBeFalse();

    [Fact]
    public void Every_double_reads_back_the_same() => Check.QuickThrowOnFailure(Prop.ForAll<double>(static number =>
    {
        if (!double.IsFinite(number))
            return;
        var json = Json(number);
        json.IndexOfAny(['.', 'e']).ShouldBeGreaterThan(0);
        Value(json).Kind.ShouldBe(TagValueKind.Number);
        Value(json).AsNumber.ShouldBe(number);
    }));

    [Fact]
    public void Every_text_and_number_comes_back_from_JSON() => Check.QuickThrowOnFailure(Prop.ForAll<long, string>(static (whole, text) =>
    {
        Value(Json(whole)).ShouldBe(whole);
        var plain = new string([.. (text ?? "").Where(static c => !char.IsSurrogate(c))]);
        Value(Json(plain)).ShouldBe(plain);
    }));

    private static TagValue Value(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return TagValue.Read(ref reader);
    }

    private static string Json(TagValue value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            value.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
