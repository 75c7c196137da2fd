using Catchment.Telemetry.Query;

namespace Catchment.Telemetry.Tests.Query;

public sealed class TelemetryKeyTests
{
    [Theory]
    [InlineData("preset", "preset")]
    [InlineData("tempCtrl.temp", "tempCtrl", "temp")]
    [InlineData("amps[3][0].z", "amps", "3", "0", "z")]
    [InlineData("\"a.b\".c", "a.b", "c")]
    [InlineData("\"plain\"", "plain")]
    [InlineData("a.3", "a", "3")]
    public void A_key_has_parts_and_is_written_as_it_is_read(string text, params string[] parts)
    {
        var key = TelemetryKey.Parse(text);
        key.Parts.Select(static p => p.Name ?? p.Index.ToString(System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(parts);
        TelemetryKey.Parse(key.ToString()).ShouldBe(key);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a..b")]
    [InlineData("[0]")]
    [InlineData("a[")]
    [InlineData("a[]")]
    [InlineData("a[-1]")]
    [InlineData("a[1.5]")]
    [InlineData("a[99999999999]")]
    [InlineData("a[0]b")]
    [InlineData("a]")]
    [InlineData("\"a")]
    [InlineData("\"a\"b")]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("a\0")]
    public void What_is_no_key_is_refused_in_words(string text) => Should.Throw<FormatException>(() => TelemetryKey.Parse(text)).Message.ShouldContain("is no key");

    [Fact]
    public void Texts_of_any_kind_give_a_key_or_none()
    {
        var random = new Random(5);
        const string Letters = "ab.[]\"\\0129 \u0000é\ud83d\ude00'$";
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Letters[random.Next(Letters.Length)]));
            if (TelemetryKey.TryParse(text, out var key))
                TelemetryKey.Parse(key.ToString()).Parts.ShouldBe(key.Parts);
        }

        TelemetryKey.TryParse(new string('a', TelemetryKey.MostCharacters + 1), out _).ShouldBeFalse();
        TelemetryKey.TryParse(string.Join('.', Enumerable.Repeat("a", TelemetryKey.MostParts + 1)), out _).ShouldBeFalse();
    }
}
