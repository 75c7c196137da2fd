using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller.Configuration;

namespace Catchment.Tags.Poller.Modbus;

/// <summary>
/// The one connection to a host and port: the devices behind it, as units of a gateway, are asked one request after another, each with its own time-out.
/// </summary>
internal sealed class DeviceLine : IDisposable
{
    // The line ends what lasts too long by the asking device's own time.
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly ModbusClient _client;
    private readonly TimeProvider _time;
    private readonly string _name;

    internal DeviceLine(LineKey key, TimeProvider time)
    {
        (_time, _name) = (time, $"{key.Host}:{key.Port}");
        _client = new ModbusClient(new ModbusClientOptions { Host = key.Host, Port = key.Port, Framing = key.Framing, Timeout = Never, Time = time });
    }

    /// <summary>Devices that share it; under the lock of the lines.</summary>
    internal int Users { get; set; }

    /// <summary>Asks one thing when its turn comes, and at once again, as often as the device's <c>retryCount</c> says, where it is not answered.</summary>
    /// <param name="device">Who is asked: how long it may take, the wait for its turn not counted, and how long the line is left alone behind it.</param>
    /// <param name="ask">Asks.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ModbusException">There is no good answer.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    internal async Task AskAsync(PollerDevice device, Func<ModbusClient, CancellationToken, ValueTask> ask, CancellationToken cancellation)
    {
        for (var tries = device.RetryCount; ; tries--)
        {
            try
            {
                await AskAsync(ask, device.Timeout, device.Modbus!.PacketDelay, cancellation);
                return;
            }
            catch (ModbusException e) when (tries > 0 && e.Fault is (ModbusFault.Timeout or ModbusFault.Closed or ModbusFault.Malformed))
            {
                // Once more.
            }
        }
    }

    private async Task AskAsync(Func<ModbusClient, CancellationToken, ValueTask> ask, TimeSpan timeout, TimeSpan pause, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            using var deadline = new CancellationTokenSource(timeout, _time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
            try
            {
                await ask(_client, end.Token);
            }
            catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
            {
                throw new ModbusException(ModbusFault.Timeout, $"{_name} does not answer within {timeout.TotalSeconds} s", inner: e);
            }

            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, _time, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _turn.Dispose();
    }
}
