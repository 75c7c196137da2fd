using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Files.Tables;

namespace Catchment.Files.Ingester;

/// <summary>What becomes of claims: results are written as they come, the rest is given back.</summary>
internal sealed partial class IngestRun
{
    private void Collect()
    {
        while (_pool.TryTake(out var ended))
        {
            if (ended.Result.Duration is { } duration)
                _pace.Took(duration);
            Add(ended.Result, ended.Claim.File.Path);
        }
    }

    private void Add(AttemptResult result, FilePath path)
    {
        if (_results.Count == 0)
            _write.Set(Time, ResultsWait);
        _results.Add(result);
        _hasLookedWide = false;
        _tally.Add(result, path);
    }

    private void Write(bool isLate)
    {
        if (_results.Count == 0 || _patience.Left > TimeSpan.Zero || !(isLate || _pool.Unfinished == 0 || _results.Count >= MostResults || _write.Has(Time)))
            return;
        if (_patience.Try(() => _tables.Finish(_results)))
            _results.Clear();
        else if (_patience.Error is { } error && !Database.IsAway(error))
            WriteSingly();
    }

    /// <summary>One result that the database will never take must not hold the others up.</summary>
    private void WriteSingly()
    {
        foreach (var result in _results.ToArray())
        {
            // A server whose encoding lacks a character; a type that lacks a word.
            AttemptResult[] forms = [result, result with { Message = Ascii(result.Message), Version = Ascii(result.Version) }, new AttemptResult(result.FileId, FileStatus.Unknown, result.Start)];
            try
            {
                var refusal = forms.Select(Refusal).TakeWhile(e => e is not null).LastOrDefault();
                if (refusal is not null)
                {
                    LogRefused(_logger, result.FileId, FileStatusText.Of(result.Status), refusal);
                    _metrics.ResultRefused();
                }

                _results.Remove(result);
            }
            catch (Exception e) when (Database.IsAway(e))
            {
                return; // After all: all of it later.
            }
            catch (DbException)
            {
                // Not for its values: it is kept, and tried again. Others may be taken.
            }
        }
    }

    private DbException? Refusal(AttemptResult result)
    {
        try
        {
            _tables.Finish([result]);
            return null;
        }
        catch (DbException e) when (Database.IsOfTheData(e))
        {
            return e;
        }
    }

    private static string? Ascii(string? text) => text is null ? null : string.Concat(text.Select(c => char.IsAscii(c) ? c : '?'));

    private void GiveBack()
    {
        if (_untouched.Count > 0 && _patience.Try(() => _tables.GiveBack(_untouched)))
        {
            _metrics.GivenBack(_untouched.Count);
            _untouched.Clear();
        }
    }

    /// <summary>Nothing new begins; what runs may end; results are written, untouched files given back (<c>files</c> 5.7).</summary>
    private void Drain(ITimer timer)
    {
        GiveUpHeld();
        _untouched.AddRange(_ready);
        _ready.Clear();
        _untouched.AddRange(_pool.Withdraw());
        var began = Time.GetTimestamp();
        var limit = Shortest(StopLimit, _context.DrainDeadline * 0.8);
        var isCut = false;
        while (true)
        {
            GiveBack();
            Collect();
            Write(isLate: true);
            var left = limit - Time.GetElapsedTime(began);
            if (!HasWork || (left <= TimeSpan.Zero && isCut))
                break;
            if (left <= TimeSpan.Zero)
            {
                (isCut, limit) = (true, limit + CutLimit);
                _pool.Cancel();
                continue;
            }

            timer.Change(_patience.Left > TimeSpan.Zero ? Shortest(left, _patience.Left) : left, Timeout.InfiniteTimeSpan);
            _wake.WaitOne();
        }

        foreach (var claim in _pool.Abandon())
            Add(_pool.Unknown(claim), claim.File.Path);
        Write(isLate: true);
        if (_mayHaveLost)
            _patience.Try(RecoverLost);
        if (HasWork || !_patience.Try(() => _tables.Leave()))
            LogLeftBehind(_logger, _results.Count, _untouched.Count); // The next ingester decides them.
        _tally.Tell();
    }
}
