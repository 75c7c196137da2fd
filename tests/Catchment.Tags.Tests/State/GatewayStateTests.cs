using Catchment.Tags.Mappings;
using Catchment.Tags.State;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.State;

public sealed class GatewayStateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Everything_comes_back_as_it_was_and_values_are_uncertain()
    {
        Guid id;
        using (var state = Open())
        {
            var model = state.OpenModel(new TagStoreSettings(), TimeProvider.System);
            using var values = new LastValues(model.Store, state);
            var point = model.Store.Register(new PointRegistration { Key = "Übertemp '°C\"", DataType = "string", Default = "a\0b", Units = "°C", Address = 77, Limits = new TagLimits(1, null, IsClamped: true) });
            id = point.Definition.Id;
            model.Store.Write("n", new TagWrite(5.0, TagOrigin.Ipc, 1_700_000_000.25));
            model.Store.Write("j", new TagWrite(TagValue.Of(System.Text.Json.JsonDocument.Parse("[1,{\"a\":null}]").RootElement), TagOrigin.Ipc));
            model.Store.Write(point, new TagWrite("x\0y", TagOrigin.Ipc));
            model.Modbus.Set(new ModbusMapping { Id = "m", Key = "n", RegisterAddress = 100, ScalingFactor = 0.1 });
            model.OpcUa.Set(new OpcUaMapping { Id = "o", Key = "n", NodeId = "ns=2;i=100", BrowseName = "n", DisplayName = "n" });
            model.Iec104.Set(new Iec104Mapping { Id = "i", Key = "n", Ioa = 5 });
            model.Snmp.Set(new SnmpMapping { Id = "s", Key = "n", Oid = "1.3", Index = 4 });
            model.Snmp.Set(new SnmpMapping { Id = "gone", Key = "n", Oid = "1.4" });
            model.Snmp.Remove("gone");
            state.Save("calculation", "{\"a\":1}"u8);
            state.Save("calculation", "{\"a\":2}"u8);
            values.Save();
        }

        using var again = Open();
        var restored = again.OpenModel(new TagStoreSettings(), TimeProvider.System);
        restored.Store.Points.Select(static point => point.Key).ShouldBe(["Übertemp '°C\"", "n", "j"]);
        restored.Store.TryGet(id, out var text).ShouldBeTrue();
        text!.Definition.ShouldBe(new PointDefinition { Key = "Übertemp '°C\"", Id = id, DataType = "string", Default = "a\0b", Units = "°C", Address = 77, Limits = new TagLimits(1, null, IsClamped: true) });
        (text.Read().Value, text.Read().Quality).ShouldBe(((TagValue)"x\0y", TagQuality.Uncertain));
        restored.Store.AtAddress(77).ShouldBe(text);
        restored.Store.TryGet("n", out var number).ShouldBeTrue();
        number!.Read().ShouldBe(new PointState(5.0, TagQuality.Uncertain, 1_700_000_000.25, 1_700_000_000.25));
        number.Definition.IsAutomatic.ShouldBeTrue();
        restored.Modbus.All.ShouldBe([new ModbusMapping { Id = "m", Key = "n", RegisterAddress = 100, ScalingFactor = 0.1 }]);
        restored.OpcUa.Count.ShouldBe(1);
        restored.Iec104.All[0].Ioa.ShouldBe(5);
        restored.Snmp.All.ShouldBe([new SnmpMapping { Id = "s", Key = "n", Oid = "1.3", Index = 4 }]);
        again.Load("calculation").ShouldBe("{\"a\":2}"u8.ToArray());
        again.Remove("calculation");
        again.Load("calculation").ShouldBeNull();
    }

    [Fact]
    public void Five_thousand_registrations_are_one_step_and_an_unregistered_point_stays_away()
    {
        using (var state = Open())
        {
            var store = state.OpenModel(new TagStoreSettings(), TimeProvider.System).Store;
            store.Register([.. Enumerable.Range(0, 5000).Select(static i => new PointRegistration { Key = $"k{i}" })]);
            store.Unregister("k7");
        }

        using var again = Open();
        again.LoadPoints().Count.ShouldBe(4999);
    }

    [Theory]
    [InlineData("this is no database, and it is long enough to be taken for one")]
    [InlineData("SQLite format 3\0 and then nothing of it")]
    public void A_damaged_file_is_moved_aside(string content)
    {
        File.WriteAllText(_folder["gateway.db"], content);

        using (var state = Open())
            state.Save("a", "1"u8);

        Directory.GetFiles(_folder.FullPath, "gateway.db.damaged-*").Length.ShouldBe(1);
        using var again = Open();
        again.Load("a").ShouldBe("1"u8.ToArray());
    }

    [Fact]
    public void What_cannot_be_kept_is_not_done()
    {
        using var state = Open();
        var model = state.OpenModel(new TagStoreSettings(), TimeProvider.System);
        model.Store.Register(new PointRegistration { Key = "a" });
        using (var other = Core.Databases.Database.Open(Core.Databases.DatabaseUrl.Parse($"sqlite:///{_folder["gateway.db"]}", "/")))
        using (var connection = other.Connect())
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "DROP TABLE point_values; DROP TABLE points; DROP TABLE mappings; DROP TABLE settings";
            command.ExecuteNonQuery();
        }

        Should.Throw<IOException>(() => model.Store.Register(new PointRegistration { Key = "b" }));
        model.Store.TryGet("b", out _).ShouldBeFalse();
        model.Store.Write("c", new TagWrite(1.0, TagOrigin.Ipc)).ShouldBe(WriteResult.NotDurable);
        model.Store.Write("a", new TagWrite(1.0, TagOrigin.Ipc)).ShouldBe(WriteResult.Written);
        Should.Throw<IOException>(() => model.Modbus.Set(new ModbusMapping { Id = "m", Key = "a", RegisterAddress = 1 }));
        model.Modbus.Count.ShouldBe(0);
        Should.Throw<IOException>(() => state.Save("a", "1"u8));
    }

    [Fact]
    public void A_value_or_definition_that_nobody_understands_costs_no_other()
    {
        using (var state = Open())
        {
            var model = state.OpenModel(new TagStoreSettings(), TimeProvider.System);
            using var values = new LastValues(model.Store, state);
            foreach (var key in (string[])["a", "b", "c"])
                model.Store.Write(key, new TagWrite(1.0, TagOrigin.Ipc));
            values.Save();
            state.Execute("UPDATE point_values SET value = '{', quality = 900 WHERE number = (SELECT number FROM points WHERE key = @a)", "a");
            state.Execute("UPDATE points SET definition = x'00' WHERE key = @a", "b");
        }

        using var again = Open();
        var points = again.LoadPoints();

        points.Select(static point => point.Definition.Key).ShouldBe(["a", "c"]);
        points[0].State.ShouldBeNull("its registration stays");
        points[1].State!.Value.Value.ShouldBe(1.0);
    }

    [Fact]
    public void Without_a_file_documents_live_as_long_as_the_process()
    {
        using var state = GatewayState.Open("", TimeProvider.System, NullLogger.Instance);
        state.Save("a", "1"u8);

        state.Load("a").ShouldBe("1"u8.ToArray());
        state.Remove("a");
        state.Load("a").ShouldBeNull();
        state.OpenModel(new TagStoreSettings(), TimeProvider.System).Store.Count.ShouldBe(0);
    }

    public void Dispose() => _folder.Dispose();

    private GatewayState Open() => GatewayState.Open(_folder["gateway.db"], TimeProvider.System, NullLogger.Instance);
}
