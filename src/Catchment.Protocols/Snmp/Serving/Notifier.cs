namespace Catchment.Protocols.Snmp.Serving;

/// <summary>Sends an agent's notifications, each target's in their order and independent of the others.</summary>
internal sealed class Notifier : IDisposable
{
    private readonly AgentCore _core;
    private readonly CancellationTokenSource _end = new();
    private readonly NotifiedTarget[] _targets;
    private Task[] _working = [];

    /// <summary>Prepares the targets.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Invalid"/>: a target cannot be.</exception>
    internal Notifier(AgentCore core)
    {
        _core = core;
        _targets = [.. core.Options.Targets.Select(target => new NotifiedTarget(target, core))];
    }

    internal void Start() => _working = [.. _targets.Select(target => Task.Run(() => target.WorkAsync(_end.Token)))];

    internal void Notify(SnmpNotification notification)
    {
        if (_targets.Length == 0)
            return;
        var upTime = _core.Engine.UpTime;
        foreach (var one in _targets)
            one.Enqueue(upTime, notification);
    }

    internal async Task StopAsync(CancellationToken cancellation)
    {
        foreach (var one in _targets)
            one.Complete();
        try
        {
            await Task.WhenAll(_working).WaitAsync(_core.Options.StopPatience, _core.Options.Time, cancellation);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            await _end.CancelAsync();
            await Task.WhenAll(_working);
        }
    }

    public void Dispose()
    {
        Array.ForEach(_targets, static target => target.Dispose());
        _end.Dispose();
    }
}
