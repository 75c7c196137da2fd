using Catchment.Core.Databases;
using Catchment.Core.Hosting;
using Catchment.Telemetry.Inventory;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Settings;

namespace Catchment.Telemetry.Following;

/// <summary>Makes inventories beside the rounds, one after another: complete ones, that may take minutes. Source: <c>telemetry</c> 11.2.</summary>
internal sealed class BackgroundInventory : IDisposable
{
    private static readonly TimeSpan LongPause = TimeSpan.FromMinutes(1);

    private readonly TelemetrySettings _settings;
    private readonly TelemetryDatabase _database;
    private readonly TelemetryJournal _journal;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _asked = new(0);
    private readonly CancellationTokenSource _end = new();
    private readonly Thread _thread;
    private volatile bool _isBusy;
    private volatile int _ended;
    private int _wanted; // 0: none, 1: one, 2: one that looks at known files too

    /// <summary>Begins to wait for <see cref="Ask"/>.</summary>
    internal BackgroundInventory(TelemetrySettings settings, TelemetryDatabase database, TelemetryJournal journal, TimeProvider time)
    {
        (_settings, _database, _journal, _time) = (settings, database, journal, time);
        _thread = new Thread(Work) { IsBackground = true, Name = "inventory" };
        _thread.Start();
    }

    /// <summary>Told at the end of each.</summary>
    internal Action<InventoryReport> Made { get; init; } = _ => { };

    /// <summary>One is being made: what it saw of a file may be recorded later than what others saw since.</summary>
    internal bool IsBusy => _isBusy;

    /// <summary>How many have ended, well or not.</summary>
    internal int Ended => _ended;

    /// <summary>Asks for one; behind the one that is being made, if one is.</summary>
    /// <param name="refreshes">Whether known files are looked at too.</param>
    internal void Ask(bool refreshes)
    {
        var wanted = refreshes ? 2 : 1;
        if (Interlocked.CompareExchange(ref _wanted, wanted, 0) == 0)
            _asked.Release();
        else if (refreshes)
            Interlocked.CompareExchange(ref _wanted, wanted, 1);
    }

    /// <summary>Ends it; what it has found is recorded.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _thread.Join();
        _end.Dispose();
        _asked.Dispose();
    }

    private void Work()
    {
        Background.GiveWay();
        var delay = new ReconnectDelay();
        try
        {
            while (true)
            {
                _asked.Wait(_end.Token);
                var refreshes = Interlocked.Exchange(ref _wanted, 0) == 2;
                if (TryMake(refreshes) is not { } failure)
                {
                    delay.Reset();
                    continue;
                }

                // What only the operator can mend is tried less often: each try walks through all folders.
                Task.Delay(Database.IsAway(failure) ? delay.Next() : LongPause, _time, _end.Token).GetAwaiter().GetResult();
                Ask(refreshes);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // Asked to end.
        }
    }

    private InventoryReport Make(TelemetrySettings settings)
    {
        _isBusy = true;
        try
        {
            return new InventoryRun(settings, _database, _time, _journal.Log).Run(progress: null, _end.Token);
        }
        finally
        {
            _isBusy = false;
            Interlocked.Increment(ref _ended);
        }
    }

    private Exception? TryMake(bool refreshes)
    {
        try
        {
            Made(Make(refreshes ? _settings with { RescanChanged = true } : _settings));
            _journal.Clear(TelemetryTrouble.Inventory);
            return null;
        }
        catch (Exception e) when (!(e is OperationCanceledException && _end.IsCancellationRequested))
        {
            // Whatever it is: in a thread of its own it would end the process, and the followers with it.
            _journal.InTheWay(TelemetryTrouble.Inventory, $"The inventory of the data folders is not complete; it is made again. {e.Message}");
            return e;
        }
    }
}
