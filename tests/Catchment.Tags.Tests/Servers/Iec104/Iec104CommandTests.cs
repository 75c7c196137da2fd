using Catchment.Protocols.Iec104;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Servers.Iec104;

public sealed class Iec104CommandTests
{
    [Theory]
    [InlineData("bool", "M_SP_NA_1", TypeId.C_SC_NA_1, 1, true)]
    [InlineData("bool", "M_SP_NA_1", TypeId.C_SC_TA_1, 0, false)]
    [InlineData("bool", "M_DP_NA_1", TypeId.C_DC_NA_1, 2, true)]
    [InlineData("bool", "M_DP_NA_1", TypeId.C_DC_TA_1, 1, false)]
    [InlineData("bool", "M_SP_NA_1", TypeId.C_RC_NA_1, 2, true)]
    [InlineData("bool", "M_SP_NA_1", TypeId.C_RC_NA_1, 1, false)]
    public async Task A_switch_is_switched(string dataType, string type, TypeId command, int bits, bool written)
    {
        await using var gateway = await Iec104Gateway.StartAsync();
        gateway.Point("k", !written, dataType);
        gateway.Map("k", 10, type, "rw", factor: 10);
        await using var master = await gateway.MasterAsync();
        await master.CommandAsync(command, new InformationObject { Address = 10, Bits = bits });
        gateway.Value("k").ShouldBe(TagValue.Of(written));
        (await master.NextAsync(CauseOfTransmission.Spontaneous)).Information.Address.ShouldBe(10);
    }

    [Theory]
    [InlineData(TypeId.C_SE_NA_1, 16_384, 1, 16_383.5)]
    [InlineData(TypeId.C_SE_NA_1, -32_768, 1, -32_767.0)]
    [InlineData(TypeId.C_SE_NB_1, -1250, 1, -1250.0)]
    [InlineData(TypeId.C_SE_NB_1, 1250, 100, 12.5)]
    [InlineData(TypeId.C_SE_TB_1, 7, 1, 7.0)]
    [InlineData(TypeId.C_SC_NA_1, 1, 100, 1.0)]
    [InlineData(TypeId.C_RC_NA_1, 2, 1, 11.0)]
    [InlineData(TypeId.C_RC_NA_1, 1, 10, 9.9)]
    public async Task A_number_is_set_in_the_points_units(TypeId command, int bits, double factor, double written)
    {
        await using var gateway = await Iec104Gateway.StartAsync();
        gateway.Point("k", 10.0);
        gateway.Map("k", 10, "M_ME_NC_1", "rw", factor);
        await using var master = await gateway.MasterAsync();
        await master.CommandAsync(command, new InformationObject { Address = 10, Bits = bits });
        gateway.Value("k").AsNumber.ShouldBe(written, 1e-12);
    }

    [Fact]
    public async Task Floats_and_bitstrings_are_set_and_the_store_is_told_who_did()
    {
        await using var gateway = await Iec104Gateway.StartAsync();
        gateway.Point("f", 0.0);
        gateway.Point("b", 0, "int");
        gateway.Map("f", 1, access: "rw", factor: 2);
        gateway.Map("b", 2, "M_BO_NA_1", "rw");
        var origins = new Origins();
        using var observation = gateway.Store.Observe(origins);
        await using var master = await gateway.MasterAsync();
        await master.CommandAsync(TypeId.C_SE_NC_1, InformationObject.OfFloat(1, 43));
        await master.CommandAsync(TypeId.C_BO_NA_1, InformationObject.OfBits(2, 0x8000_0001));
        (gateway.Value("f"), gateway.Value("b")).ShouldBe((TagValue.Of(21.5), TagValue.Of(0x8000_0001L)));
        origins.All.ShouldBe([TagOrigin.Iec104, TagOrigin.Iec104]);
        (await master.RefusedAsync(TypeId.C_BO_NA_1, InformationObject.OfBits(1, 1))).Cause.ShouldBe(CauseOfTransmission.UnknownType);
        (await master.RefusedAsync(TypeId.C_SC_NA_1, InformationObject.SingleCommand(2, isOn: true))).Cause.ShouldBe(CauseOfTransmission.UnknownType);
    }

    [Fact]
    public async Task What_may_not_be_written_is_refused_before_it_is()
    {
        await using var gateway = await Iec104Gateway.StartAsync();
        gateway.Point("ro", 1.0);
        gateway.Point("limited", 5.0, limits: new TagLimits(0, 10, IsClamped: false));
        gateway.Point("clamped", 5.0, limits: new TagLimits(0, 10, IsClamped: true));
        gateway.Point("step", 63, "int");
        gateway.Map("ro", 1);
        gateway.Map("limited", 2, access: "rw");
        gateway.Map("clamped", 3, access: "rw");
        gateway.Map("step", 4, "M_ST_NA_1", "rw");
        gateway.Map("none", 5, "M_ST_NA_1", "rw");
        await using var master = await gateway.MasterAsync();
        await master.RefusedAsync(TypeId.C_SE_NC_1, InformationObject.OfFloat(1, 2));
        await master.RefusedAsync(TypeId.C_SE_NC_1, InformationObject.OfFloat(2, 11));
        await master.RefusedAsync(TypeId.C_SE_NC_1, InformationObject.OfFloat(2, 11), select: true);
        await master.RefusedAsync(TypeId.C_SE_NC_1, new InformationObject { Address = 2, Bits = BitConverter.SingleToInt32Bits(float.NaN) });
        await master.RefusedAsync(TypeId.C_SE_NC_1, new InformationObject { Address = 2, Bits = BitConverter.SingleToInt32Bits(float.PositiveInfinity) });
        await master.RefusedAsync(TypeId.C_RC_NA_1, InformationObject.StepCommand(4, RegulatingStep.Higher));
        await master.RefusedAsync(TypeId.C_RC_NA_1, InformationObject.StepCommand(5, RegulatingStep.Higher));
        (await master.RefusedAsync(TypeId.C_SC_NA_1, InformationObject.SingleCommand(6, isOn: true))).Cause.ShouldBe(CauseOfTransmission.UnknownObjectAddress);
        (gateway.Value("ro"), gateway.Value("limited"), gateway.Value("step")).ShouldBe((TagValue.Of(1.0), TagValue.Of(5.0), TagValue.Of(63)));
        await master.CommandAsync(TypeId.C_SE_NC_1, InformationObject.OfFloat(3, 11));
        gateway.Value("clamped").ShouldBe(TagValue.Of(10.0));
        await Eventually.TrueAsync(() => gateway.Server.Status is { Commands: 9, CommandsRefused: 8 });
        await Eventually.TrueAsync(() => gateway.Server.Status.Masters.Single() is { Commands: 9, CommandsRefused: 8 });
    }

    [Fact]
    public async Task Frames_say_what_the_standard_says()
    {
        await using var gateway = await Iec104Gateway.StartAsync();
        gateway.Point("rw", 0.0);
        gateway.Point("r", 0.0);
        gateway.Map("rw", 1, access: "rw", cause: "periodic", periodMs: 60_000);
        gateway.Map("r", 2);
        using var raw = gateway.Raw();
        raw.Ask("2D010600010002000001").ShouldBe("2D014700010002000001", "read only: con with P/N");
        raw.Ask("2D010600010001000081").ShouldBe("2D010700010001000081", "select: con only");
        gateway.Value("rw").ShouldBe(TagValue.Of(0.0));
        raw.Ask("2D010800010001000081").ShouldBe("2D010900010001000081", "cause 8: 9");
        raw.Ask("2D010600010001000001").ShouldBe("2D010700010001000001");
        gateway.Value("rw").ShouldBe(TagValue.Of(1.0));
        raw.ReceiveAsdu().ShouldBe("2D010A00010001000001");
        raw.Ask("2D010600010003000001").ShouldBe("2D016F00010003000001", "no such object");
        raw.Ask("2D010600020001000001").ShouldBe("2D016E00020001000001", "no such station");
        raw.Ask("2D010300010001000001").ShouldBe("2D016D00010001000001", "no such cause");
        raw.Ask("C8010600010001000001").ShouldBe("C8016C00010001000001", "no such type");
    }

    [Fact]
    public async Task Commands_are_selected_first_where_that_is_required()
    {
        await using var gateway = await Iec104Gateway.StartAsync(new Iec104Options { SelectRequired = true });
        gateway.Point("k", 0.0);
        gateway.Map("k", 1, access: "rw");
        await using var master = await gateway.MasterAsync();
        await master.RefusedAsync(TypeId.C_SE_NC_1, InformationObject.OfFloat(1, 2));
        gateway.Value("k").ShouldBe(TagValue.Of(0.0));
        await master.CommandAsync(TypeId.C_SE_NC_1, InformationObject.OfFloat(1, 2), select: true);
        gateway.Value("k").ShouldBe(TagValue.Of(2.0));
    }

    [Theory]
    [InlineData(UnknownKeys.Register, true)]
    [InlineData(UnknownKeys.Ignore, false)]
    [InlineData(UnknownKeys.Reject, false)]
    public async Task A_key_that_is_not_registered_is_where_that_is_allowed(UnknownKeys policy, bool isTaken)
    {
        await using var gateway = await Iec104Gateway.StartAsync(unknownKeys: policy);
        gateway.Map("sw", 1, "M_SP_NA_1", "rw");
        gateway.Map("f", 2, access: "rw");
        await using var master = await gateway.MasterAsync();
        if (!isTaken)
        {
            await master.RefusedAsync(TypeId.C_SC_NA_1, InformationObject.SingleCommand(1, isOn: true));
            gateway.Store.Count.ShouldBe(0);
            return;
        }

        await master.CommandAsync(TypeId.C_SC_NA_1, InformationObject.SingleCommand(1, isOn: true));
        await master.CommandAsync(TypeId.C_SE_NC_1, InformationObject.OfFloat(2, 1.5));
        (gateway.Value("sw"), gateway.Value("f")).ShouldBe((TagValue.Of(true), TagValue.Of(1.5)));
        gateway.Store.Points.Select(static point => point.Definition.DataType).ShouldBe(["bool", "float"]);
    }

    private sealed class Origins : ITagObserver
    {
        public List<TagOrigin> All { get; } = [];

        public void Written(DataPoint point, in PointState before, in PointState now, TagOrigin origin)
        {
            lock (All)
                All.Add(origin);
        }
    }
}
