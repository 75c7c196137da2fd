using System.Collections.Concurrent;
using Catchment.Core.Hosting;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Tests.Hosting;

public sealed class SupervisorTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly RecordedLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task All_services_run_and_tell_since_when()
    {
        await using Supervisor supervisor = Start(ScriptedService.Quiet("hub"), ScriptedService.Quiet("pump"));
        await supervisor.Ready.InTimeAsync();

        supervisor.Snapshot().Select(s => s.Name).ShouldBe(["hub", "pump"]);
        supervisor.Snapshot().ShouldAllBe(s => s.State == ServiceState.Running && s.Since == _time.GetUtcNow() && s.Restarts == 0);
    }

    [Fact]
    public async Task A_crash_restarts_one_service_alone_with_growing_pauses()
    {
        await using Supervisor supervisor = Start(
            ScriptedService.Define("hub", (_, _) => Task.FromException(new InvalidDataException("no disk"))),
            ScriptedService.Quiet("pump"));

        double[] pauses = [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30];
        for (int i = 0; i < pauses.Length; i++)
        {
            await _time.TimerSetAsync(TimeSpan.FromSeconds(pauses[i]));
            ServiceStatus status = await supervisor.WhenAsync("hub", s => s.State == ServiceState.BackingOff && s.Restarts == i);
            status.LastError.ShouldBe("InvalidDataException: no disk");
            status.LastErrorAt.ShouldBe(_time.GetUtcNow());
            status.Reason!.ShouldContain($"started again in {pauses[i]:0.#} s");
            _time.Advance(TimeSpan.FromSeconds(pauses[i]));
        }

        supervisor.Of("pump").ShouldSatisfyAllConditions(
            s => s.State.ShouldBe(ServiceState.Running),
            s => s.Restarts.ShouldBe(0));
    }

    [Fact]
    public async Task A_crash_that_repeats_itself_is_told_in_one_line_from_the_second_time_on()
    {
        Queue<string> reasons = new(["no disk", "no disk", "no port"]);
        await using Supervisor supervisor = Start(
            ScriptedService.Define("hub", (_, _) => Task.FromException(new InvalidDataException(reasons.Dequeue()))));

        foreach (double pause in new[] { 0.1, 0.2 })
        {
            await _time.TimerSetAsync(TimeSpan.FromSeconds(pause));
            _time.Advance(TimeSpan.FromSeconds(pause));
        }

        await _time.TimerSetAsync(TimeSpan.FromSeconds(0.4));
        _log.At(LogLevel.Error).ShouldBe(
        [
            "hub: crashed; it is started again in 0.1 s",
            "hub: crashed as before; it is started again in 0.2 s: InvalidDataException: no disk",
            "hub: crashed; it is started again in 0.4 s",
        ]);
    }

    [Fact]
    public async Task What_only_the_operator_can_mend_is_told_without_a_stack_trace()
    {
        Queue<Exception> errors = new(
        [
            new StateFolderException("The folder is in use. Stop the other one."),
            new IOException("Failed to bind.", new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.AddressAlreadyInUse)),
        ]);
        await using Supervisor supervisor = Start(ScriptedService.Define("hub", (_, _) => Task.FromException(errors.Dequeue())));
        await _time.TimerSetAsync(TimeSpan.FromSeconds(0.1));
        supervisor.Of("hub").Reason!.ShouldStartWith("The folder is in use.");
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await _time.TimerSetAsync(TimeSpan.FromSeconds(0.2));
        _log.At(LogLevel.Error).ShouldBe(
        [
            "hub: cannot run; it is started again in 0.1 s: The folder is in use. Stop the other one.",
            "hub: cannot run; it is started again in 0.2 s: IOException: Failed to bind.",
        ]);
    }

    [Fact]
    public void Pauses_double_and_never_pass_the_longest()
    {
        var options = new SupervisorOptions();
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt>(), crashes =>
        {
            TimeSpan pause = options.PauseAfter(crashes.Get);
            return pause >= options.FirstPause && pause <= options.LongestPause && pause <= options.PauseAfter(crashes.Get + 1);
        }));
    }

    [Fact]
    public async Task A_synchronous_exception_an_early_return_and_a_failing_factory_are_crashes_like_any_other()
    {
        await using Supervisor supervisor = Start(
            ScriptedService.Define("thrower", (_, _) => throw new InvalidOperationException("at once")),
            ScriptedService.Define("returner", (_, _) => Task.CompletedTask),
            new ServiceDefinition("unmade", () => throw new InvalidOperationException("no such plugin")),
            ScriptedService.Quiet("pump"));

        (await supervisor.WhenAsync("thrower", ServiceState.BackingOff)).LastError.ShouldBe("InvalidOperationException: at once");
        (await supervisor.WhenAsync("returner", ServiceState.BackingOff)).LastError!.ShouldContain("returned without being asked");
        (await supervisor.WhenAsync("unmade", ServiceState.BackingOff)).LastError.ShouldBe("InvalidOperationException: no such plugin");
        (await supervisor.WhenAsync("pump", ServiceState.Running)).Restarts.ShouldBe(0);
    }

    [Fact]
    public async Task After_a_minute_of_work_the_next_crash_counts_as_the_first()
    {
        var crash = new SignalQueue();
        await using Supervisor supervisor = Start(ScriptedService.Define("hub", async (context, _) =>
        {
            context.Running();
            await crash.NextAsync();
            throw new IOException("gone");
        }));

        await supervisor.WhenAsync("hub", ServiceState.Running);
        crash.Release();
        await _time.TimerSetAsync(TimeSpan.FromSeconds(0.1));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await supervisor.WhenAsync("hub", s => s is { State: ServiceState.Running, Restarts: 1 });
        _time.Advance(TimeSpan.FromSeconds(59));
        crash.Release();
        await _time.TimerSetAsync(TimeSpan.FromSeconds(0.2));
        _time.Advance(TimeSpan.FromSeconds(0.2));
        await supervisor.WhenAsync("hub", s => s is { State: ServiceState.Running, Restarts: 2 });
        _time.Advance(TimeSpan.FromSeconds(60));
        crash.Release();
        await _time.TimerSetAsync(TimeSpan.FromSeconds(0.1));
    }

    [Fact]
    public async Task Every_start_gets_a_fresh_instance_and_the_old_one_is_disposed()
    {
        var made = new ConcurrentQueue<ScriptedService>();
        await using Supervisor supervisor = Start(new ServiceDefinition("hub", () =>
        {
            var service = new ScriptedService("hub", (_, _) => throw new IOException("gone"));
            made.Enqueue(service);
            return service;
        }));

        await _time.TimerSetAsync(TimeSpan.FromSeconds(0.1));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await _time.TimerSetAsync(TimeSpan.FromSeconds(0.2));

        made.Count.ShouldBe(2);
        made.ShouldAllBe(s => s.IsDisposed);
    }

    [Fact]
    public async Task A_service_is_degraded_while_any_key_is_present_and_each_episode_is_logged_once()
    {
        IServiceContext context = null!;
        await using Supervisor supervisor = Start(ScriptedService.Define("watcher", (c, stopping) =>
        {
            context = c;
            return ScriptedService.RunQuietlyAsync(c, stopping);
        }));
        await supervisor.WhenAsync("watcher", ServiceState.Running);

        context.Degrade("disk", "nearly full");
        _time.Advance(TimeSpan.FromSeconds(5));
        context.Degrade("disk", "1 % free");
        context.Degrade("camera.front", "no answer from front");
        ServiceStatus both = supervisor.Of("watcher");
        context.Recover("disk");
        ServiceStatus one = supervisor.Of("watcher");
        context.Recover("camera.front");
        context.Recover("camera.front");

        both.State.ShouldBe(ServiceState.Degraded);
        both.Reason.ShouldBe("1 % free; no answer from front");
        both.Degradations.Select(d => d.Key).ShouldBe(["disk", "camera.front"]);
        one.State.ShouldBe(ServiceState.Degraded);
        one.IsReady.ShouldBeTrue();
        supervisor.Of("watcher").State.ShouldBe(ServiceState.Running);
        _log.At(LogLevel.Warning).ShouldBe(
            ["watcher: degraded (disk): nearly full", "watcher: degraded (camera.front): no answer from front"]);
        _log.Lines.Where(l => l.Contains("recovered", StringComparison.Ordinal)).ShouldBe(
            ["watcher: recovered (disk) after 5.0 s", "watcher: recovered (camera.front) after 0.0 s"]);
    }

    [Fact]
    public async Task A_degradation_before_the_service_is_ready_shows_once_it_is()
    {
        await using Supervisor supervisor = Start(ScriptedService.Define("hub", (context, stopping) =>
        {
            context.Degrade("disk", "nearly full");
            return ScriptedService.RunQuietlyAsync(context, stopping);
        }));

        (await supervisor.WhenAsync("hub", ServiceState.Degraded)).Reason.ShouldBe("nearly full");
    }

    [Fact]
    public async Task What_a_thread_of_a_crashed_run_says_changes_nothing()
    {
        IServiceContext? stale = null;
        await using Supervisor supervisor = Start(ScriptedService.Define("hub", (context, _) =>
        {
            stale ??= context;
            throw new IOException("gone");
        }));
        await supervisor.WhenAsync("hub", ServiceState.BackingOff);

        stale!.Running();
        stale.Degrade("disk", "full");

        supervisor.Of("hub").State.ShouldBe(ServiceState.BackingOff);
        supervisor.Of("hub").Degradations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_service_that_blocks_its_thread_delays_no_other()
    {
        var gate = new Gate();
        ServiceDefinition[] blocking =
        [
            .. Enumerable.Range(0, 20).Select(i => ScriptedService.Define($"blocker{i}", (_, _) =>
            {
                gate.Wait();
                return Task.CompletedTask;
            })),
        ];
        await using Supervisor supervisor = Start([.. blocking, ScriptedService.Quiet("pump")]);
        using Gate opened = gate;

        await supervisor.WhenAsync("pump", ServiceState.Running);
        supervisor.Snapshot().Count(s => s.State == ServiceState.Starting).ShouldBe(20);
        gate.Open();
    }

    [Fact]
    public async Task A_stop_reaches_all_at_once_although_one_handler_hangs()
    {
        var gate = new Gate();
        await using Supervisor supervisor = Start(
            ScriptedService.Define("stuck", async (context, stopping) =>
            {
                await using CancellationTokenRegistration registration = stopping.Register(() => gate.Wait());
                await ScriptedService.RunQuietlyAsync(context, stopping);
            }),
            ScriptedService.Quiet("pump"));
        using Gate opened = gate;
        await supervisor.Ready.InTimeAsync();

        Task<DrainReport> stop = supervisor.StopAsync();
        await supervisor.WhenAsync("pump", ServiceState.Stopped);
        supervisor.Of("stuck").State.ShouldBe(ServiceState.Stopping);
        gate.Open();

        (await stop.InTimeAsync()).IsComplete.ShouldBeTrue();
    }

    [Fact]
    public async Task A_stop_reports_those_that_did_not_end_in_time()
    {
        var release = new TaskCompletionSource();
        await using Supervisor supervisor = Start(
            ScriptedService.Define("slow", async (context, _) =>
            {
                context.Running();
                await release.Task;
            }),
            ScriptedService.Quiet("pump"));
        await supervisor.Ready.InTimeAsync();

        Task<DrainReport> stop = supervisor.StopAsync();
        await _time.TimerSetAsync(TimeSpan.FromSeconds(10));
        await supervisor.WhenAsync("pump", ServiceState.Stopped);
        _time.Advance(TimeSpan.FromSeconds(10));
        DrainReport report = await stop.InTimeAsync();
        release.SetResult();

        report.Unfinished.ShouldBe(["slow"]);
        report.Took.ShouldBe(TimeSpan.FromSeconds(10));
        _log.At(LogLevel.Error).ShouldHaveSingleItem().ShouldContain("did not drain within 10 s: slow");
    }

    [Fact]
    public async Task A_stop_ends_a_pause_at_once()
    {
        await using Supervisor supervisor = Start(ScriptedService.Define("hub", (_, _) => throw new IOException("gone")));
        await _time.TimerSetAsync(TimeSpan.FromSeconds(0.1));

        (await supervisor.StopAsync().InTimeAsync()).IsComplete.ShouldBeTrue();
        supervisor.Of("hub").State.ShouldBe(ServiceState.Stopped);
    }

    [Fact]
    public async Task A_failure_while_stopping_is_told_and_restarts_nothing()
    {
        await using Supervisor supervisor = Start(ScriptedService.Define("hub", async (context, stopping) =>
        {
            await ScriptedService.RunQuietlyAsync(context, stopping);
            throw new IOException("cannot flush");
        }));
        await supervisor.Ready.InTimeAsync();

        (await supervisor.StopAsync().InTimeAsync()).IsComplete.ShouldBeTrue();
        supervisor.Of("hub").ShouldSatisfyAllConditions(
            s => s.State.ShouldBe(ServiceState.Stopped),
            s => s.LastError.ShouldBe("IOException: cannot flush"),
            s => s.Restarts.ShouldBe(0));
        _log.At(LogLevel.Error).ShouldBe(["hub: failed while it was stopping"]);
    }

    [Fact]
    public async Task A_ping_is_answered_while_the_loop_goes_round_and_not_while_it_hangs()
    {
        await using Supervisor supervisor = Start(ScriptedService.Quiet("hub"));
        await supervisor.PingAsync().InTimeAsync();
        using var gate = new Gate();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        supervisor.Changed += (_, _) =>
        {
            entered.TrySetResult();
            gate.Wait();
        };

        Task ping = supervisor.PingAsync();
        await entered.Task.InTimeAsync();
        ping.IsCompleted.ShouldBeFalse();
        gate.Open();
        await ping.InTimeAsync();
    }

    [Fact]
    public async Task A_listener_that_fails_does_not_end_the_watch()
    {
        await using Supervisor supervisor = Start(ScriptedService.Quiet("hub"));
        supervisor.Changed += (_, _) => throw new InvalidOperationException("listener");

        await supervisor.PingAsync().InTimeAsync();
        await supervisor.PingAsync().InTimeAsync();

        _log.Lines.ShouldContain("node: a listener of the services' states failed");
    }

    [Fact]
    public async Task An_error_text_with_line_breaks_stays_on_one_line()
    {
        await using Supervisor supervisor = Start(
            ScriptedService.Define("hub", (_, _) => throw new IOException("a\nb" + new string('x', 10_000))));

        ServiceStatus status = await supervisor.WhenAsync("hub", ServiceState.BackingOff);
        status.LastError!.ShouldStartWith("IOException: a\\nb");
        status.LastError!.Length.ShouldBeLessThan(600);
    }

    [Fact]
    public void Two_services_of_one_name_are_refused() =>
        Should.Throw<ArgumentException>(() => Make(ScriptedService.Quiet("hub"), ScriptedService.Quiet("hub")))
            .Message.ShouldContain("'hub'");

    private Supervisor Make(params ServiceDefinition[] services) => new(services, new SupervisorOptions(), _time, _log);

    private Supervisor Start(params ServiceDefinition[] services)
    {
        Supervisor supervisor = Make(services);
        supervisor.Start();
        return supervisor;
    }
}
