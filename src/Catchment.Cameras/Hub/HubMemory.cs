using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Hub;

/// <summary>What the hub remembers over a restart, kept in its state folder. Safe for many threads at once.</summary>
internal sealed partial class HubMemory
{
    private readonly Lock _lock = new();
    private readonly StateFolder _folder;
    private HubState _state;

    /// <summary>Reads what is remembered.</summary>
    /// <param name="folder">The state folder.</param>
    /// <param name="newestDays">The days that frames were last stored on; asked when the file is damaged.</param>
    /// <param name="logger">Told of a damaged file: it costs the day's warning flag at most, and no camera waits for it.</param>
    internal HubMemory(StateFolder folder, Func<IReadOnlyList<DateOnly>> newestDays, ILogger logger)
    {
        _folder = folder;
        try
        {
            _state = folder.Read(HubState.FileName, HubStateJson.Default.HubState) ?? new HubState();
        }
        catch (StateFolderException e)
        {
            LogBeginsAnew(logger, e.Message);
            _state = new HubState { OpenDays = newestDays() };
        }
    }

    /// <summary>Days whose folders may hold leftovers.</summary>
    internal IReadOnlyList<DateOnly> OpenDays => _state.OpenDays;

    /// <summary>The daily cap as remembered.</summary>
    internal CapState? Cap => _state.Cap;

    /// <summary>A day's folder is about to be written to.</summary>
    internal void Opening(DateOnly day)
    {
        lock (_lock)
        {
            if (!_state.OpenDays.Contains(day))
                Write(_state with { OpenDays = [.. _state.OpenDays, day] });
        }
    }

    /// <summary>No leftovers are in any folder.</summary>
    internal void Swept()
    {
        lock (_lock)
        {
            if (_state.OpenDays.Count > 0)
                Write(_state with { OpenDays = [] });
        }
    }

    /// <summary>Remembers the cap's count.</summary>
    internal void Remember(CapState? cap)
    {
        lock (_lock)
        {
            if (cap != _state.Cap)
                Write(_state with { Cap = cap });
        }
    }

    private void Write(HubState state)
    {
        try
        {
            _folder.Write(HubState.FileName, state, HubStateJson.Default.HubState);
        }
        catch (StateFolderException e)
        {
            throw new IOException(e.Message, e); // To the hub it is one more write that its disk refused.
        }

        _state = state;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Begins without its memory; the frames of today are counted anew from their folder. {Problem}")]
    private static partial void LogBeginsAnew(ILogger logger, string problem);
}
