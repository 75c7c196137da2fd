using Catchment.Tags.Gateway;
using Catchment.Tags.Mappings;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Http;

/// <summary>Sets, tells and removes the mappings of a protocol. Source: <c>tags</c> 2.8, 5.</summary>
internal static partial class MappingRoutes
{
    /// <summary>The most mappings of a protocol.</summary>
    internal const int MostMappings = 100_000;

    /// <summary>The routes of all protocols.</summary>
    internal static IEnumerable<GatewayRoute> Of(GatewayModel model, RequestBodies bodies, ILogger logger) =>
    [
        .. new MappingRoutes<ModbusMapping>(model, model.Modbus, new MappingForm<ModbusMapping>("modbus", ModbusForm.Read, ModbusForm.Check, ModbusForm.Write), bodies, logger)
            .Routes("""{"id":"boiler_temp","key":"boiler_temp","register_address":100,"data_type":"float32","function_code":3,"access":"rw","scaling_factor":1.0,"endianess":"big","description":""}"""),
        .. new OpcUaRoutes(model, bodies, logger).Routes,
        .. new MappingRoutes<Iec104Mapping>(model, model.Iec104, new MappingForm<Iec104Mapping>("iec104", Iec104Form.Read, Iec104Form.Check, Iec104Form.Write), bodies, logger)
            .Routes("""{"id":"boiler_temp","key":"boiler_temp","ioa":1001,"type":"M_ME_NC_1","access":"r","description":""}"""),
        .. new MappingRoutes<SnmpMapping>(model, model.Snmp, new MappingForm<SnmpMapping>("snmp", SnmpForm.Read, SnmpForm.Check, SnmpForm.Write), bodies, logger)
            .Routes("""{"id":"boiler_temp","key":"boiler_temp","oid":"1.3.6.1.4.1.53864.1.1","syntax":"Gauge32","access":"read-only","description":"","index":0}"""),
    ];

    /// <summary>Tells of words that are served by a fallback.</summary>
    internal static void TellUnknown(ILogger logger, string protocol, string id, MappingBody body)
    {
        if (body.UnknownWords.Count > 0)
            LogUnknownWords(logger, protocol, id, string.Join(", ", body.UnknownWords));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the {Protocol} mapping {Id} has words that are not known, and is served by the fallback for them: {Words}")]
    private static partial void LogUnknownWords(ILogger logger, string protocol, string id, string words);
}
