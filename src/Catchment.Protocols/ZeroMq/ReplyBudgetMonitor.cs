using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.ZeroMq;

/// <summary>One thread that answers in the place of handlers that take longer than the reply budget.</summary>
internal sealed class ReplyBudgetMonitor : IDisposable
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMilliseconds(25);

    private readonly ConnectionListener<ReplierSession> _listener;
    private readonly ZmqReplierOptions _options;
    private readonly ManualResetEventSlim _stop = new();
    private readonly List<ReplierSession> _sessions = [];
    private readonly Thread _thread;

    public ReplyBudgetMonitor(ConnectionListener<ReplierSession> listener, ZmqReplierOptions options)
    {
        _listener = listener;
        _options = options;
        _thread = ConnectionThread.Create(Watch, "zmq-REP budget");
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Watch()
    {
        var interval = _options.ReplyBudget / 4 < LongestInterval ? _options.ReplyBudget / 4 : LongestInterval;
        while (!_stop.Wait(interval))
        {
            _listener.CopySessions(_sessions);
            foreach (var session in _sessions) session.EnforceBudget(_options.ReplyBudget, _options.BudgetReply.Span);
        }
    }
}
