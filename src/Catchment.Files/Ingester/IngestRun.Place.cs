using Catchment.Files.Tables;

namespace Catchment.Files.Ingester;

/// <summary>Signs of life, and claims of ingesters that give none any more.</summary>
internal sealed partial class IngestRun
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private Due _renew;
    private bool _isRecovered;
    private bool _mayHaveLost;

    private void KeepPlace(CancellationToken stopping)
    {
        if (!_isRecovered)
            _patience.Try(() => _isRecovered = Recover(_settings.Recovers, stopping));
        if (_mayHaveLost)
            _patience.Try(RecoverLost);
        if (!_renew.Has(Time))
            return;
        _patience.Try(() =>
        {
            if (!_tables.Renew())
            {
                // Others took this ingester for dead, and what it had not begun is theirs.
                _tables = new IngesterTables(_database, _place, _logger);
                var lost = _ready.Count + _untouched.Count + _held.Count + _pool.Withdraw().Count;
                LogTakenForDead(_logger, lost);
                _metrics.GivenBack(lost);
                _ready.Clear();
                _untouched.Clear();
                _held.Clear();
                _context.Recover(UnreadableKey);
            }

            Recover(ownPlace: false, stopping);
            _renew.Set(Time, RenewEvery);
        });
    }

    private bool Recover(bool ownPlace, CancellationToken stopping)
    {
        try
        {
            Tell(_tables.Recover(Silence, ownPlace, stopping));
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>After a search whose answer did not come there may be files that are ours without our knowing.</summary>
    private void RecoverLost()
    {
        HashSet<long> known = [.. _ready.Concat(_untouched).Concat(_held).Select(c => c.File.Id), .. _results.Select(r => r.FileId), .. _pool.Files()];
        Tell(_tables.RecoverLost(known));
        _mayHaveLost = false;
    }

    private void Tell(RecoveredClaims recovered)
    {
        if (recovered.Unknown + recovered.GivenBack > 0)
            LogRecovered(_logger, recovered.Unknown, recovered.GivenBack);
        _tally.Recovered(recovered.Unknown);
    }
}
