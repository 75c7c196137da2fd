using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.Modbus;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Servers.Modbus;

/// <summary>The Modbus server's numbers and its log: requests, exceptions by code, clients, and what was turned away.</summary>
public sealed partial class ModbusMetrics : IModbusServerObserver
{
    /// <summary>The name in metrics.</summary>
    public const string Service = "modbus";

    private const string TooManyClients = "too_many_clients";
    private const string CannotListen = "accept";
    private const string Internal = "internal";

    private static readonly ModbusExceptionCode[] Codes =
        [ModbusExceptionCode.IllegalFunction, ModbusExceptionCode.IllegalDataAddress, ModbusExceptionCode.IllegalDataValue, ModbusExceptionCode.ServerDeviceFailure];

    private readonly ServiceMetrics _metrics;
    private readonly ILogger _logger;
    private readonly LogEpisode _full;
    private readonly LogEpisode _failing;
    private readonly StripedCounter[] _exceptions = [.. Codes.Select(_ => new StripedCounter())];
    private int _clients;

    /// <summary>Makes or finds the server's numbers in a node's.</summary>
    /// <param name="node">The node's numbers.</param>
    /// <param name="time">The clock of the log's episodes.</param>
    /// <param name="logger">The log.</param>
    public ModbusMetrics(NodeMetrics node, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(node);
        (_logger, _full, _failing) = (logger, new LogEpisode(time), new LogEpisode(time));
        _metrics = node.ForService(Service, [TooManyClients, Label(ModbusCloseReason.Malformed), Label(ModbusCloseReason.NotReading)], [CannotListen, Internal]);
        (StripedCounter Counter, KeyValuePair<string, object?>[] Tags)[] series =
            [.. Codes.Select((code, i) => (_exceptions[i], new[] { KeyValuePair.Create("code", (object?)$"{(int)code}") }))];
        _metrics.Meter.CreateObservableCounter(
            "catchment_modbus_exceptions_total", () => series.Select(s => new Measurement<long>(s.Counter.Value, s.Tags)), description: "Requests refused, by exception code.");
        _metrics.Meter.CreateObservableGauge("catchment_modbus_clients", () => Clients, description: "Clients at this moment.");
    }

    /// <summary>Clients at this moment.</summary>
    public int Clients => Volatile.Read(ref _clients);

    /// <summary>Requests answered.</summary>
    public long Requests => _metrics.Totals.Received;

    /// <summary>Requests refused with a code.</summary>
    /// <param name="code">Of 1 to 4.</param>
    public long Exceptions(ModbusExceptionCode code) => _exceptions[(int)code - 1].Value;

    /// <summary>Connections that were closed, or not taken, for a reason that is the client's.</summary>
    public long Discarded => _metrics.Discarded.Total;

    /// <inheritdoc/>
    public void Connected(IPEndPoint peer)
    {
        Interlocked.Increment(ref _clients);
        if (_full.End() is { } episode)
            LogTakesClients(_logger, episode.Count);
    }

    /// <inheritdoc/>
    public void Disconnected(IPEndPoint peer, ModbusCloseReason reason)
    {
        Interlocked.Decrement(ref _clients);
        if (reason is ModbusCloseReason.Malformed or ModbusCloseReason.NotReading)
            _metrics.Discarded.Add(Label(reason));
    }

    /// <inheritdoc/>
    public void Refused(IPEndPoint peer)
    {
        _metrics.Discarded.Add(TooManyClients);
        if (_full.Occurs())
            LogFull(_logger, peer, Clients);
    }

    /// <inheritdoc/>
    public void Answered(byte functionCode, ModbusExceptionCode code)
    {
        _metrics.Received();
        _metrics.Sent();
        if (code is >= ModbusExceptionCode.IllegalFunction and <= ModbusExceptionCode.ServerDeviceFailure)
            _exceptions[(int)code - 1].Add(1);
        else
            _failing.End();
    }

    /// <inheritdoc/>
    public void TablesFailed(Exception exception)
    {
        _metrics.Errors.Add(Internal);
        if (_failing.Occurs())
            LogTablesFailed(_logger, exception);
    }

    /// <inheritdoc/>
    public void CannotAccept(IPEndPoint endpoint, string reason)
    {
        _metrics.Errors.Add(CannotListen);
        LogCannotAccept(_logger, endpoint, reason);
    }

    /// <inheritdoc/>
    public void AcceptsAgain(IPEndPoint endpoint) => LogAcceptsAgain(_logger, endpoint);

    private static string Label(ModbusCloseReason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());

    [LoggerMessage(Level = LogLevel.Warning, Message = "Modbus: {Peer} was turned away: {Clients} clients are as many as there may be (gateway.modbus.max_connections)")]
    private static partial void LogFull(ILogger logger, IPEndPoint peer, int clients);

    [LoggerMessage(Level = LogLevel.Information, Message = "Modbus: takes clients again; {Count} were turned away")]
    private static partial void LogTakesClients(ILogger logger, long count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Modbus: a request failed; its client was told exception 4")]
    private static partial void LogTablesFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Modbus: no client can be taken on {Endpoint}: {Reason}")]
    private static partial void LogCannotAccept(ILogger logger, IPEndPoint endpoint, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Modbus: takes clients on {Endpoint} again")]
    private static partial void LogAcceptsAgain(ILogger logger, IPEndPoint endpoint);
}
