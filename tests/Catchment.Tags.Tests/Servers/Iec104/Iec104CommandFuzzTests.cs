using Catchment.Protocols.Iec104;
using Catchment.Protocols.Tests.Iec104;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Servers.Iec104;

public sealed class Iec104CommandFuzzTests
{
    private const int Seed = 20_260_301;

    private static int Count => Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1" ? 100_000 : 2_000;

    /// <summary>Whatever is commanded, the store holds what it may, what is read only stays, and the next command is answered.</summary>
    [Fact]
    public async Task Commands_of_any_kind_leave_a_store_that_can_be_read()
    {
        string[] types = ["M_SP_NA_1", "M_DP_TB_1", "M_ST_NA_1", "M_BO_NA_1", "M_ME_NA_1", "M_ME_TE_1", "M_ME_NC_1", "M_IT_NA_1"];
        string[] dataTypes = ["float", "int", "bool", "string", "raw"];
        await using var gateway = await Iec104Gateway.StartAsync();
        var random = new Random(Seed);
        for (var i = 0; i < types.Length * dataTypes.Length; i++)
        {
            var key = $"k{i}";
            gateway.Point(key, 1, dataTypes[i % dataTypes.Length], i % 3 == 0 ? new TagLimits(-100, 100, IsClamped: i % 2 == 0) : null);
            gateway.Map(key, i + 1, types[i % types.Length], i % 7 == 6 ? "r" : "rw", factor: i % 4 == 0 ? 1e-300 : 1);
        }

        var raw = gateway.Raw();
        try
        {
            for (var i = 0; i < Count; i++)
            {
                raw.SendAsdu(Command(random));
                Take(raw);
                if (i % 500 == 499)
                {
                    // Another one finds everything in its place.
                    raw.Dispose();
                    raw = gateway.Raw();
                }
            }
        }
        finally
        {
            raw.Dispose();
        }

        foreach (var point in gateway.Store.Points)
        {
            var value = point.Read().Value;
            TagCoercion.IsNotFinite(value).ShouldBeFalse(point.Key);
            var index = int.Parse(point.Key.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
            if (index % 7 == 6)
                TagCoercion.IsTrue(value).ShouldBeTrue($"{point.Key} is to be read only");
            if (index % 3 == 0 && value.TryGetNumber(out var number))
                number.ShouldBeInRange(-100, 100, point.Key);
        }

        gateway.Log.Of(Microsoft.Extensions.Logging.LogLevel.Error).ShouldBeEmpty();
    }

    private static string Command(Random random)
    {
        TypeId[] commands =
        [
            TypeId.C_SC_NA_1, TypeId.C_DC_NA_1, TypeId.C_RC_NA_1, TypeId.C_SE_NA_1, TypeId.C_SE_NB_1, TypeId.C_SE_NC_1, TypeId.C_BO_NA_1, TypeId.C_SC_TA_1, TypeId.C_SE_TC_1, TypeId.C_BO_TA_1,
            TypeId.C_CI_NA_1, TypeId.C_RD_NA_1,
        ];
        var type = commands[random.Next(commands.Length)];
        var octets = type switch
        {
            TypeId.C_RD_NA_1 => 0,
            TypeId.C_SE_NA_1 or TypeId.C_SE_NB_1 => 3,
            TypeId.C_SE_NC_1 => 5,
            TypeId.C_BO_NA_1 => 4,
            TypeId.C_SC_TA_1 => 8,
            TypeId.C_SE_TC_1 => 12,
            TypeId.C_BO_TA_1 => 11,
            _ => 1,
        };
        var element = new byte[octets];
        random.NextBytes(element);
        if (octets >= 4 && random.Next(4) == 0)
            BitConverter.GetBytes(random.Next(3) switch { 0 => float.NaN, 1 => float.NegativeInfinity, _ => float.MaxValue }).CopyTo(element, 0);
        var address = type == TypeId.C_CI_NA_1 ? 0 : random.Next(1, 46);
        var cause = random.Next(8) switch { 0 => 8, 1 => 5, 2 => random.Next(1, 64), _ => type == TypeId.C_RD_NA_1 ? 5 : 6 };
        var station = random.Next(20) == 0 ? 2 : 1;
        return $"{(byte)type:X2}01{cause:X2}00{station:X2}00{address:X2}0000{Convert.ToHexString(element)}";
    }

    /// <summary>What comes until a test frame is answered, all of it acknowledged.</summary>
    private static void Take(RawLink raw)
    {
        raw.Drain();
        raw.Acknowledge();
    }
}
