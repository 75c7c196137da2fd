using System.Net;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;

namespace Catchment.Protocols.Tests.Iec104;

/// <summary>Servers as the tests want them.</summary>
internal static class TestStation
{
    public static IPEndPoint AnyPort => new(IPAddress.Loopback, 0);

    /// <summary>The clock stands still, so that a slow machine misses no time-out.</summary>
    public static Iec104ServerOptions Options => new() { Listen = [AnyPort], Time = new ManualTime() };

    public static Iec104Point Single(int address, bool isOn) => new(TypeId.M_SP_NA_1, InformationObject.SinglePoint(address, isOn));

    public static Iec104Point Float(int address, double value) => new(TypeId.M_ME_NC_1, InformationObject.OfFloat(address, value));

    public static Iec104Point Counter(int address, long value) => new(TypeId.M_IT_NA_1, InformationObject.IntegratedTotal(address, value));

    /// <summary>Of a point that was put with the cause spontaneous, its ASDU.</summary>
    public static string SingleAsdu(int address, bool isOn) => $"010103000100{Address(address)}{(isOn ? "01" : "00")}";

    public static string FloatAsdu(int address, float value) => $"0D0103000100{Address(address)}{Convert.ToHexString(BitConverter.GetBytes(value))}00";

    public static string Address(int address) => $"{(byte)address:X2}{(byte)(address >> 8):X2}{(byte)(address >> 16):X2}";
}
