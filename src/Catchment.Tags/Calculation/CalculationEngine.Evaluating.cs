using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Calculation;

/// <content>Evaluation.</content>
public sealed partial class CalculationEngine
{
    // A second's timer may fire a little early.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    private readonly PriorityQueue<TagCalculation, int> _due = new();
    private readonly List<TagCalculation> _new = [];
    private int _isTick;

    /// <summary>Evaluates until it is asked to stop.</summary>
    /// <param name="stopping">Ends it.</param>
    /// <returns>Ends without an exception when it was asked to stop.</returns>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var observation = _store.Observe(_trigger);
        using var timer = _time.CreateTimer(_ => Tick(), null, TimeSpan.Zero, UpdateInterval);
        Volatile.Write(ref _isRunning, true);
        try
        {
            while (true)
            {
                await _trigger.WaitAsync(stopping).ConfigureAwait(false);
                var isTick = Interlocked.Exchange(ref _isTick, 0) == 1;
                lock (_gate)
                {
                    EvaluateChanged();
                    if (isTick)
                        EvaluateAll(isOverdue: false);
                    Tell();
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It was asked to stop.
        }
        finally
        {
            Volatile.Write(ref _isRunning, false);
        }

        void Tick()
        {
            Interlocked.Exchange(ref _isTick, 1);
            _trigger.Wake();
        }
    }

    /// <inheritdoc/>
    public void Evaluate()
    {
        lock (_gate)
        {
            EvaluateAll(isOverdue: true);
            Tell();
        }
    }

    private void Put(CalculationTag tag)
    {
        lock (_gate)
        {
            Forget(tag.Id);
            var calculation = new TagCalculation(tag);
            _graph.Add(calculation);
            _new.Add(calculation);
        }
    }

    private void Take(string name)
    {
        lock (_gate)
        {
            Forget(name);
            _graph.Remove(name);
        }
    }

    private void Forget(string name)
    {
        if (_graph.Find(name) is not { } present)
            return;
        _new.Remove(present);
        _failing -= present.Status == CalculationStatus.Error ? 1 : 0;
    }

    /// <summary>Evaluates what depends on changes, in order; each tag once.</summary>
    private void EvaluateChanged()
    {
        Order();
        foreach (var calculation in _new)
            Enqueue(calculation);
        _new.Clear();
        while (_trigger.TryTake(out var input))
        {
            foreach (var dependent in input.Dependents)
                Enqueue(dependent);
        }

        while (_due.TryDequeue(out var calculation, out _))
        {
            calculation.IsDue = false;
            if (!IsHeld(calculation) && Evaluate(calculation))
            {
                // On a circle a change would come back for ever: its tags follow each other once a second.
                foreach (var dependent in calculation.Output.Dependents)
                {
                    if (!(calculation.IsCyclic && dependent.IsCyclic))
                        Enqueue(dependent);
                }
            }
        }
    }

    private void EvaluateAll(bool isOverdue)
    {
        Order();
        _new.Clear();
        foreach (var calculation in _graph.Order())
        {
            if (isOverdue || !IsHeld(calculation))
                Evaluate(calculation);
        }
    }

    private void Enqueue(TagCalculation calculation)
    {
        if (calculation.IsDue)
            return;
        calculation.IsDue = true;
        _due.Enqueue(calculation, calculation.Rank);
    }

    private bool IsHeld(TagCalculation calculation) =>
        calculation.Tag.Period > UpdateInterval.TotalSeconds
        && calculation.EvaluatedAt is { } at
        && (_time.GetElapsedTime(at) + Tolerance).TotalSeconds < calculation.Tag.Period;

    /// <summary>Evaluates a tag and gives its point what is new.</summary>
    /// <returns>Whether value or quality has changed.</returns>
    private bool Evaluate(TagCalculation calculation)
    {
        var now = _time.GetTimestamp();
        calculation.EvaluatedAt = now;
        _metrics.Evaluated(1);
        if (Point(calculation, out var reason) is not { } point)
            return Fail(calculation, null, default, reason!);
        if (calculation.NoFormula is { } nonsense)
            return Fail(calculation, point, default, nonsense);
        var result = calculation.Evaluate(_store, out var quality);
        if (!result.IsGood)
            return Fail(calculation, point, result, null);

        var isNew = calculation.Status != CalculationStatus.Good || calculation.Value != result.Value || calculation.Quality != quality;
        var isOld = _settings.StaleAfter > TimeSpan.Zero && _time.GetElapsedTime(calculation.WrittenAt, now) >= _settings.StaleAfter / 2;
        if (calculation.Status != CalculationStatus.Good || calculation.Value != result.Value || isOld)
        {
            var written = _store.Write(point, new TagWrite(TagValue.Of(result.Value), TagOrigin.Calculation, Quality: quality));
            if (!written.IsOk())
                return Fail(calculation, point, default, written.Error());
            calculation.WrittenAt = now;
        }
        else if (isNew)
        {
            _store.Mark(point, quality);
        }

        _failing -= calculation.Status == CalculationStatus.Error ? 1 : 0;
        (calculation.Status, calculation.Value, calculation.Quality) = (CalculationStatus.Good, result.Value, quality);
        (calculation.Error, calculation.Fault) = (null, default);
        calculation.LastUpdate = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        return isNew;
    }

    /// <summary>A tag has no value: its point keeps the one that it has, and is BAD.</summary>
    private bool Fail(TagCalculation calculation, DataPoint? point, FormulaResult fault, string? reason)
    {
        if (point is not null && point.Read().Quality != TagQuality.Bad)
            _store.Mark(point, TagQuality.Bad);
        // The words are made when there are others to say.
        if (calculation.Status == CalculationStatus.Error && calculation.Fault == fault && (reason is null || reason == calculation.Error))
            return false;
        var isNew = calculation.Status != CalculationStatus.Error;
        (calculation.Status, calculation.Quality) = (CalculationStatus.Error, TagQuality.Bad);
        (calculation.Error, calculation.Fault) = (reason ?? fault.Reason, fault);
        if (isNew)
        {
            _failing++;
            _metrics.Failed();
            if (_inError.Occurs())
                LogError(_logger, calculation.Name, calculation.Error!);
        }

        return isNew;
    }

    /// <summary>The point of a tag; registered anew where somebody took it away.</summary>
    private DataPoint? Point(TagCalculation calculation, out string? reason)
    {
        reason = null;
        if (calculation.Output.Find(_store) is { } point)
            return point;
        try
        {
            return RegisterPoint(calculation.Tag);
        }
        catch (Exception e) when (e is PointRefusedException or IOException)
        {
            reason = e.Message;
            return null;
        }
    }

    private void Order()
    {
        var order = _graph.Order();
        if (_graph.Cyclic.Count > 0)
        {
            if (_inCircle.Occurs())
                LogCircle(_logger, string.Join(", ", _graph.Cyclic.Take(10).Select(c => c.Name)), _graph.Cyclic.Count);
        }
        else
        {
            _inCircle.End();
        }

        _metrics.Are(order.Count, _failing);
    }

    private void Tell()
    {
        _metrics.Are(_graph.Count, _failing);
        if (_failing == 0 && _inError.End() is { } episode)
            LogNoError(_logger, episode.Count);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The calculated tag {Name} has no value ({Reason}); further ones are counted")]
    private static partial void LogError(ILogger logger, string name, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "All calculated tags have values again; {Count} had none")]
    private static partial void LogNoError(ILogger logger, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} calculated tags reference each other in a circle, {Names} among them: they are evaluated once a second")]
    private static partial void LogCircle(ILogger logger, string names, int count);
}
