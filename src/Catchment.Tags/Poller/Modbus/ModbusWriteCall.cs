using System.Globalization;
using System.Text.Json;
using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller.Serving;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Poller.Modbus;

/// <summary>POST <c>/deploy/api/modbus/write</c>. Source: <c>tags</c> 10.6.</summary>
/// <param name="time">The clock of the time-out.</param>
internal sealed class ModbusWriteCall(TimeProvider time) : IDeviceWriteCall
{
    /// <inheritdoc/>
    public async Task<(int Status, string Text)> WriteAsync(JsonElement request, CancellationToken cancellation)
    {
        try
        {
            var target = ModbusWriteTarget.Read(request);
            var write = ModbusWriteRequest.Read(request);
            using var client = new ModbusClient(new ModbusClientOptions { Host = target.Host, Port = target.Port, Timeout = target.Timeout, Time = time });
            await write.SendAsync(client, target.Unit, cancellation);
            return (StatusCodes.Status200OK, string.Create(CultureInfo.InvariantCulture, $"written at {write.Table} {write.Address}"));
        }
        catch (FormatException e)
        {
            return (StatusCodes.Status400BadRequest, e.Message);
        }
        catch (ModbusException e)
        {
            return e switch
            {
                { Fault: ModbusFault.Connect } => (StatusCodes.Status503ServiceUnavailable, e.Message),
                { Fault: ModbusFault.Timeout } => (StatusCodes.Status408RequestTimeout, e.Message),
                { Fault: ModbusFault.Refused, Code: ModbusExceptionCode.IllegalFunction or ModbusExceptionCode.IllegalDataAddress or ModbusExceptionCode.IllegalDataValue } =>
                    (StatusCodes.Status400BadRequest, ModbusStatus.Refused(e.Code)),
                { Fault: ModbusFault.Refused } => (StatusCodes.Status500InternalServerError, ModbusStatus.Refused(e.Code)),
                _ => (StatusCodes.Status500InternalServerError, e.Message),
            };
        }
    }
}
