using Catchment.Protocols.Iec104;
using Catchment.Tags.Mappings;
using Catchment.Tags.Servers.Iec104;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Servers.Iec104;

public sealed class TagElementsTests
{
    private readonly ManualTime _time = new();
    private readonly TagStore _store;

    public TagElementsTests() => _store = new TagStore(new TagStoreSettings(), _time, null, NullLogger.Instance);

    [Theory]
    [InlineData("M_SP_NA_1", 0.0, 0, 0)]
    [InlineData("M_SP_NA_1", -0.25, 1, 0)]
    [InlineData("M_DP_NA_1", 0.0, 1, 0)]
    [InlineData("M_DP_NA_1", 1.0, 2, 0)]
    [InlineData("M_ST_NA_1", 63.9, 63, 0)]
    [InlineData("M_ST_NA_1", 64.0, 63, 1)]
    [InlineData("M_ST_NA_1", -1e300, 0x40, 1)]
    [InlineData("M_BO_NA_1", 4_294_967_295.0, -1, 0)]
    [InlineData("M_BO_NA_1", -2.0, -2, 0)]
    [InlineData("M_BO_NA_1", 4_294_967_296.0, -1, 1)]
    [InlineData("M_ME_NA_1", 16_383.5, 16_384, 0)]
    [InlineData("M_ME_NA_1", 32_767.0, 32_767, 0)]
    [InlineData("M_ME_NA_1", -32_767.0, -32_768, 0)]
    [InlineData("M_ME_NA_1", 40_000.0, 32_767, 1)]
    [InlineData("M_ME_NB_1", 12.9, 12, 0)]
    [InlineData("M_ME_NB_1", -12.9, -12, 0)]
    [InlineData("M_ME_NB_1", 32_768.0, 32_767, 1)]
    [InlineData("M_ME_NB_1", -1e18, -32_768, 1)]
    [InlineData("M_IT_NA_1", 1234.9, 1234, 0)]
    [InlineData("M_IT_NA_1", 4_294_967_297.0, 1, 0x20)]
    [InlineData("M_IT_NA_1", 1e300, -1, 0x20)]
    public void A_number_is_told_as_its_type_has_it(string type, double value, int bits, int qualifier) => Told(type, value).ShouldBe((bits, qualifier));

    [Theory]
    [InlineData("M_ME_NC_1", 21.5, 21.5f, 0)]
    [InlineData("M_ME_NF_1", -0.1, -0.1f, 0)]
    [InlineData("any other", 1e39, float.MaxValue, 1)]
    public void Floats_are_the_default(string type, double value, float told, int qualifier) => Told(type, value).ShouldBe((BitConverter.SingleToInt32Bits(told), qualifier));

    [Fact]
    public void The_scaling_factor_comes_first_and_what_it_makes_whole_is_whole()
    {
        Told("M_ME_NB_1", 0.29, factor: 100).ShouldBe((29, 0));
        Told("M_ME_NB_1", 0.299, factor: 100).ShouldBe((29, 0));
        Told("M_IT_NA_1", 1.1, factor: 10).ShouldBe((11, 0));
        Told("M_SP_NA_1", 5, factor: 0).ShouldBe((1, 0), "0 is none");
    }

    [Theory]
    [InlineData("on", "string", 0x80)]
    [InlineData("12.5", "string", 0)]
    [InlineData("[1]", "raw", 0x80)]
    public void What_is_no_number_is_invalid(string value, string dataType, int qualifier)
    {
        _store.Register(new PointRegistration { Key = "k", DataType = dataType });
        _store.Write("k", new TagWrite(dataType == "raw" ? TagValue.Of(System.Text.Json.JsonElement.Parse(value)) : TagValue.Of(value), TagOrigin.Http));
        Binding("M_ME_NC_1").Read().Information.Qualifier.ShouldBe((byte)qualifier);
    }

    [Theory]
    [InlineData("M_SP_NA_1")]
    [InlineData("M_DP_NA_1")]
    [InlineData("M_ST_NA_1")]
    [InlineData("M_BO_NA_1")]
    [InlineData("M_ME_NA_1")]
    [InlineData("M_ME_NB_1")]
    [InlineData("M_ME_NC_1")]
    [InlineData("M_IT_NA_1")]
    public void The_quality_is_told_unless_it_is_always_good(string type)
    {
        var (binding, silent) = (Binding(type), Binding(type, quality: false));
        binding.Read().Information.Quality.ShouldBe(QualityDescriptor.Invalid, "nobody has registered it");
        silent.Read().Information.Quality.ShouldBe(QualityDescriptor.None);
        _store.Register(new PointRegistration { Key = "k", DataType = "float" });
        Quality(TagQuality.Good).ShouldBe(QualityDescriptor.None);
        Quality(TagQuality.Bad).ShouldBe(QualityDescriptor.Invalid);
        // A counter's octet has no other bit of quality.
        Quality(TagQuality.Uncertain).ShouldBe(type == "M_IT_NA_1" ? QualityDescriptor.None : QualityDescriptor.NotTopical);
        silent.Read().Information.Quality.ShouldBe(QualityDescriptor.None);
        _store.Unregister("k");
        binding.Read().Information.Quality.ShouldBe(QualityDescriptor.Invalid);

        QualityDescriptor Quality(TagQuality quality)
        {
            _store.Write("k", new TagWrite(1.0, TagOrigin.Http, Quality: quality));
            return binding.Read().Information.Quality;
        }
    }

    [Theory]
    [InlineData("M_SP_TB_1", TypeId.M_SP_TB_1, TypeId.M_SP_NA_1)]
    [InlineData("M_DP_TB_1", TypeId.M_DP_TB_1, TypeId.M_DP_NA_1)]
    [InlineData("M_ST_TB_1", TypeId.M_ST_TB_1, TypeId.M_ST_NA_1)]
    [InlineData("M_BO_TB_1", TypeId.M_BO_TB_1, TypeId.M_BO_NA_1)]
    [InlineData("M_ME_TD_1", TypeId.M_ME_TD_1, TypeId.M_ME_NA_1)]
    [InlineData("M_ME_TE_1", TypeId.M_ME_TE_1, TypeId.M_ME_NB_1)]
    [InlineData("M_ME_TF_1", TypeId.M_ME_TF_1, TypeId.M_ME_NC_1)]
    [InlineData("M_IT_TB_1", TypeId.M_IT_TB_1, TypeId.M_IT_NA_1)]
    public void A_type_with_a_time_tells_when_the_point_was_written(string type, TypeId timed, TypeId plain)
    {
        var binding = Binding(type);
        binding.Read().Information.Time.IsInvalid.ShouldBeTrue("there is no point");
        var written = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);
        _store.Register(new PointRegistration { Key = "k", DataType = "float" });
        _store.Write("k", new TagWrite(7.0, TagOrigin.Http, Timestamp: 1_700_000_000.123));
        var point = binding.Read();
        point.Type.ShouldBe(timed);
        point.Information.Time.TryGetTime(out var time).ShouldBeTrue();
        time.ShouldBe(written);
        binding.ReadPlain().Type.ShouldBe(plain);
    }

    private (int Bits, int Qualifier) Told(string type, double value, double factor = 1)
    {
        _store.Register(new PointRegistration { Key = "k", DataType = "float" });
        _store.Write("k", new TagWrite(value, TagOrigin.Http));
        var told = Binding(type, factor).Read().Information;
        return (type == "M_ST_NA_1" ? told.Bits & 0x7F : told.Bits, told.Qualifier);
    }

    private Iec104Binding Binding(string type, double factor = 1, bool quality = true) =>
        new(new Iec104Mapping { Id = "m", Key = "k", Ioa = 1, Type = type, ScalingFactor = factor, Quality = quality }, _store, _time);
}
