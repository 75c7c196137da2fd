using Catchment.Files.Tables;

namespace Catchment.Files.Ingester;

/// <summary>Whether claims can be attempted: what is wrong with the storage folder makes no file INVALID.</summary>
internal sealed partial class IngestRun
{
    private const string StorageKey = "storage";
    private const string UnreadableKey = "storage.files";

    /// <summary>A disk in trouble may have every file.</summary>
    private const int MostHeld = 1_000;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    /// <summary>Claims whose files cannot be looked at just now. They stay ours: to give them back and take them again would be rows without end.</summary>
    private readonly List<Claim> _held = [];

    private Due _lookAgain;
    private string? _trouble;
    private bool _isStorageGone;

    private string StorageGone => $"The storage folder '{_check.Storage}' is not there, or there is nothing in it. Is its disk mounted? Its files wait.";

    private void Check(Claim claim)
    {
        if (_pool.Has(claim.File.Id) || _results.Exists(r => r.FileId == claim.File.Id))
        {
            // Others took this ingester for dead, and its attempt at the file still runs: no file twice at once.
            _untouched.Add(claim);
            _search.Set(Time, RenewEvery);
            return;
        }

        try
        {
            Check(claim, _check.Decide(claim.File));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Hold(claim, e.Message);
        }
    }

    private void Check(Claim claim, (FileStatus Status, string Reason)? decided)
    {
        if (decided is { Status: FileStatus.Invalid } && !_check.HasStorage)
        {
            // D43: it is the storage folder that is missing, not the file.
            _untouched.Add(claim);
            _search.Set(Time, _settings.Pause > RefreshEvery ? _settings.Pause : RefreshEvery);
            _isStorageGone = true;
            _context.Degrade(StorageKey, StorageGone);
            if (!_settings.IsDaemon)
                _failure ??= StorageGone;
            return;
        }

        if (_isStorageGone)
            _context.Recover(StorageKey);
        _isStorageGone = false;
        if (decided is { } no)
            Add(new AttemptResult(claim.File.Id, no.Status, Time.GetLocalNow().DateTime) { Duration = TimeSpan.Zero, Message = no.Reason }, claim.File.Path);
        else
            _ready.Enqueue(claim);
    }

    private void Hold(Claim claim, string reason)
    {
        _held.Add(claim);
        if (_held.Count == 1)
            _lookAgain.Set(Time, LookAgain);
        _trouble = $"{_held.Count} {(_held.Count == 1 ? "file" : "files")} in the storage folder cannot be looked at ({reason.TrimEnd('.')}). They wait.";
        _context.Degrade(UnreadableKey, _trouble);
        if (!_settings.IsDaemon && _held.Count >= MostHeld)
            _failure ??= _trouble;
    }

    private void LookAgainAtHeld()
    {
        if (_held.Count == 0 || !_lookAgain.Has(Time))
            return;
        Claim[] claims = [.. _held];
        _held.Clear();
        foreach (var claim in claims)
            Check(claim);
        if (_held.Count == 0)
            _context.Recover(UnreadableKey);
    }

    /// <summary>A run that ends without these has not done all that there was.</summary>
    private void GiveUpHeld()
    {
        if (_held.Count == 0)
            return;
        if (!_settings.IsDaemon)
            _failure ??= _trouble;
        _untouched.AddRange(_held);
        _held.Clear();
    }
}
