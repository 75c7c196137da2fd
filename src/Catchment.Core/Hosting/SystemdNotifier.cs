using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Catchment.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Hosting;

/// <summary>
/// Tells systemd how the node is, one datagram a message (sd_notify(3)). A message that cannot be sent is logged
/// once and changes nothing else: the node works without its service manager.
/// </summary>
public sealed partial class SystemdNotifier : IDisposable
{
    private const int LongestStatus = 1000;
    private const int SendTimeoutMilliseconds = 500;

    private readonly ILogger _logger;
    private readonly Socket _socket;
    private readonly UnixDomainSocketEndPoint _manager;
    private readonly Lock _gate = new();
    private bool _failed;

    private SystemdNotifier(UnixDomainSocketEndPoint manager, TimeSpan? watchdog, ILogger logger)
    {
        _manager = manager;
        _logger = logger;
        WatchdogInterval = watchdog;
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified)
        {
            // A manager that does not read must not stop the node.
            SendTimeout = SendTimeoutMilliseconds,
        };
    }

    /// <summary>
    /// The time after which systemd takes the process for dead unless <see cref="Watchdog"/> was called
    /// (<c>WATCHDOG_USEC</c>); null when it does not watch this process.
    /// </summary>
    public TimeSpan? WatchdogInterval { get; }

    /// <summary>Makes a notifier from the environment that systemd gives its services (sd_watchdog_enabled(3)).</summary>
    /// <param name="variable">Reads a variable: <c>NOTIFY_SOCKET</c>, <c>WATCHDOG_USEC</c>, <c>WATCHDOG_PID</c>.</param>
    /// <param name="processId">This process.</param>
    /// <param name="logger">Where a failure is told.</param>
    /// <returns>Null when systemd asked for no messages or the address is of a kind that is not spoken.</returns>
    public static SystemdNotifier? FromEnvironment(Func<string, string?> variable, int processId, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(variable);
        string? address = variable("NOTIFY_SOCKET");
        if (string.IsNullOrEmpty(address))
        {
            return null;
        }

        if (address[0] is not ('/' or '@') || address.Length < 2)
        {
            LogUnknownAddress(logger, address);
            return null;
        }

        try
        {
            // '@' stands for the NUL byte that begins an abstract name.
            var manager = new UnixDomainSocketEndPoint(address[0] == '@' ? '\0' + address[1..] : address);
            return new SystemdNotifier(manager, ReadWatchdog(variable, processId), logger);
        }
        catch (Exception e) when (e is ArgumentException or SocketException)
        {
            LogUnknownAddress(logger, address);
            return null;
        }
    }

    /// <summary>The start is complete.</summary>
    /// <param name="status">One line for <c>systemctl status</c>.</param>
    public void Ready(string status) => Send($"READY=1\nSTATUS={OneLine(status)}");

    /// <summary>How the node is at present.</summary>
    /// <param name="status">One line for <c>systemctl status</c>.</param>
    public void Status(string status) => Send($"STATUS={OneLine(status)}");

    /// <summary>The stop has begun.</summary>
    public void Stopping() => Send("STOPPING=1\nSTATUS=draining");

    /// <summary>A sign of life.</summary>
    public void Watchdog() => Send("WATCHDOG=1");

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _socket.Dispose();
        }
    }

    private static TimeSpan? ReadWatchdog(Func<string, string?> variable, int processId)
    {
        // Without WATCHDOG_PID the interval is meant for whoever reads it.
        string? pid = variable("WATCHDOG_PID");
        bool forUs = string.IsNullOrEmpty(pid)
            || (int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id == processId);
        bool valid = long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds)
            && microseconds is > 0 and < 1_000_000_000_000_000;
        return forUs && valid ? TimeSpan.FromMicroseconds(microseconds) : null;
    }

    private static string OneLine(string status)
    {
        string line = LogText.OneLine(status);
        return line.Length <= LongestStatus ? line : line[..LongestStatus];
    }

    private void Send(string message)
    {
        lock (_gate)
        {
            try
            {
                _socket.SendTo(Encoding.UTF8.GetBytes(message), _manager);
                _failed = false;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                if (!_failed)
                {
                    _failed = true;
                    LogSendFailed(e.Message);
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "NOTIFY_SOCKET is '{Address}', neither a path nor an abstract name; systemd is not told how the node is")]
    private static partial void LogUnknownAddress(ILogger logger, string address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "systemd does not take messages: {Reason}")]
    private partial void LogSendFailed(string reason);
}
