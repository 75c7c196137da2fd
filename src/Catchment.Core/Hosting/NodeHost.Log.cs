using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Hosting;

public sealed partial class NodeHost
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Node} is ready: {Services} services, {Seconds:0.000} s after the start")]
    private partial void LogReady(string node, int services, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Signal}: draining; a second one ends the process at once")]
    private partial void LogSignal(PosixSignal signal);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Service} does not start: {Error}")]
    private partial void LogNotStarted(string service, string? error);

    [LoggerMessage(Level = LogLevel.Information, Message = "stopped after {Seconds:0.000} s")]
    private partial void LogDrained(double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "exporting metrics to {Endpoint}")]
    private partial void LogExporting(Uri endpoint);

    [LoggerMessage(Level = LogLevel.Error, Message = "cannot export metrics to {Endpoint}; the node goes on without")]
    private partial void LogExportFailed(Uri endpoint, Exception error);
}
