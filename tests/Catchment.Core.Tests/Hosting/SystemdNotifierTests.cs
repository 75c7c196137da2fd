using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Tests.Hosting;

public sealed class SystemdNotifierTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordedLog _log = new();
    private readonly ManualTime _time = new();
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    public void Dispose()
    {
        _folder.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Messages_reach_a_socket_with_a_path()
    {
        using Socket manager = Listen(_folder["notify"]);
        using SystemdNotifier notifier = Notifier()!;

        notifier.Ready("2 services running");
        notifier.Status("hub\nBackingOff");
        notifier.Watchdog();
        notifier.Stopping();

        (await ReceiveAsync(manager)).ShouldBe("READY=1\nSTATUS=2 services running");
        (await ReceiveAsync(manager)).ShouldBe("STATUS=hub\\nBackingOff");
        (await ReceiveAsync(manager)).ShouldBe("WATCHDOG=1");
        (await ReceiveAsync(manager)).ShouldBe("STOPPING=1\nSTATUS=draining");
    }

    [Fact]
    public async Task Messages_reach_an_abstract_socket()
    {
        string name = $"catchment-test-{Guid.NewGuid():N}";
        using Socket manager = Listen('\0' + name);
        _environment["NOTIFY_SOCKET"] = '@' + name;
        using SystemdNotifier notifier = Notifier()!;

        notifier.Status("well");

        (await ReceiveAsync(manager)).ShouldBe("STATUS=well");
    }

    [Fact]
    public void Without_a_manager_there_is_no_notifier()
    {
        Notifier().ShouldBeNull();
        _log.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("vsock:2:1234")]
    [InlineData("relative/path")]
    [InlineData("@")]
    [InlineData("/a-path-that-is-far-too-long-for-a-socket-address-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789")]
    public void An_address_of_another_kind_is_told_and_nothing_is_sent(string address)
    {
        _environment["NOTIFY_SOCKET"] = address;

        Notifier().ShouldBeNull();
        _log.At(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain(address);
    }

    [Fact]
    public void A_manager_that_is_gone_is_told_once()
    {
        _environment["NOTIFY_SOCKET"] = _folder["nobody"];
        using SystemdNotifier notifier = Notifier()!;

        notifier.Status("one");
        notifier.Status("two");

        _log.At(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain("systemd does not take messages");
    }

    [Fact]
    public void A_manager_that_does_not_read_holds_nothing_up()
    {
        using Socket manager = Listen(_folder["notify"]);
        using SystemdNotifier notifier = Notifier()!;

        // The queue of a datagram socket takes a few messages; then a send fails instead of waiting for ever.
        while (_log.Lines.Count == 0)
        {
            notifier.Watchdog();
        }

        _log.Lines.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("3000000", null, 3)]
    [InlineData("3000000", "own", 3)]
    [InlineData("3000000", "1", 0)]
    [InlineData("3000000", "x", 0)]
    [InlineData("0", null, 0)]
    [InlineData("-5", null, 0)]
    [InlineData("soon", null, 0)]
    [InlineData(null, "own", 0)]
    public void The_watchdog_is_for_the_process_that_it_names(string? microseconds, string? pid, int seconds)
    {
        _environment["NOTIFY_SOCKET"] = _folder["notify"];
        Set("WATCHDOG_USEC", microseconds);
        Set("WATCHDOG_PID", pid == "own" ? Environment.ProcessId.ToString(CultureInfo.InvariantCulture) : pid);
        using SystemdNotifier notifier = Notifier()!;

        notifier.WatchdogInterval.ShouldBe(seconds == 0 ? null : TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task Ready_is_told_once_all_services_have_been_ready_and_changes_follow()
    {
        using Socket manager = Listen(_folder["notify"]);
        using SystemdNotifier notifier = Notifier()!;
        var proceed = new SignalQueue();
        await using var supervisor = new Supervisor(
            [
                ScriptedService.Quiet("hub"),
                ScriptedService.Define("pump", async (context, stopping) =>
                {
                    await proceed.NextAsync();
                    context.Running();
                    await proceed.NextAsync();
                    context.Degrade("disk", "nearly full");
                    await ScriptedService.UntilAsync(stopping);
                }),
            ],
            new SupervisorOptions(),
            _time,
            _log);
        await using var link = new SystemdLink(notifier, supervisor, waitsForAll: true, _time);
        supervisor.Start();

        await UntilAsync(manager, "STATUS=pump Starting");
        proceed.Release();
        await UntilAsync(manager, "READY=1\nSTATUS=2 services running");
        proceed.Release();
        await UntilAsync(manager, "STATUS=pump Degraded: nearly full");
    }

    [Fact]
    public async Task A_service_that_fails_does_not_hold_up_the_start_of_a_whole_node()
    {
        using Socket manager = Listen(_folder["notify"]);
        using SystemdNotifier notifier = Notifier()!;
        await using var supervisor = new Supervisor(
            [ScriptedService.Quiet("hub"), ScriptedService.Define("pump", static (_, _) => throw new IOException("the port is in use"))],
            new SupervisorOptions(),
            _time,
            _log);
        await using var link = new SystemdLink(notifier, supervisor, waitsForAll: false, _time);
        supervisor.Start();

        string told;
        do
            told = await ReceiveAsync(manager);
        while (!told.StartsWith("READY=1\n", StringComparison.Ordinal));
        told.ShouldContain("pump BackingOff: IOException: the port is in use");
    }

    [Fact]
    public async Task Signs_of_life_come_every_half_interval_and_only_while_the_loop_goes_round()
    {
        using Socket manager = Listen(_folder["notify"]);
        _environment["WATCHDOG_USEC"] = "4000000";
        using SystemdNotifier notifier = Notifier()!;
        await using var supervisor = new Supervisor([], new SupervisorOptions(), _time, _log);
        supervisor.Start();
        await supervisor.PingAsync().InTimeAsync();
        await using var link = new SystemdLink(notifier, supervisor, waitsForAll: true, _time);
        using var gate = new Gate();

        await UntilAsync(manager, "WATCHDOG=1");
        await _time.TimerSetAsync(TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(2));
        await UntilAsync(manager, "WATCHDOG=1");

        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        supervisor.Changed += (_, _) =>
        {
            hanging.TrySetResult();
            gate.Wait();
        };
        Task ping = supervisor.PingAsync();
        await hanging.Task.InTimeAsync();
        _time.Advance(TimeSpan.FromSeconds(20));
        ping.IsCompleted.ShouldBeFalse();
        manager.Poll(TimeSpan.Zero, SelectMode.SelectRead).ShouldBeFalse();

        gate.Open();
        await UntilAsync(manager, "WATCHDOG=1");
    }

    private static async Task<string> ReceiveAsync(Socket manager)
    {
        byte[] buffer = new byte[4096];
        int length = await manager.ReceiveAsync(buffer).InTimeAsync();
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static async Task UntilAsync(Socket manager, string message)
    {
        while (await ReceiveAsync(manager) != message)
        {
            // Messages in between tell states on the way.
        }
    }

    private void Set(string name, string? value)
    {
        if (value is not null)
        {
            _environment[name] = value;
        }
    }

    private Socket Listen(string address)
    {
        _environment["NOTIFY_SOCKET"] = address;
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(address));
        return socket;
    }

    private SystemdNotifier? Notifier() => SystemdNotifier.FromEnvironment(
        name => _environment.GetValueOrDefault(name), Environment.ProcessId, _log.CreateLogger("node"));
}
