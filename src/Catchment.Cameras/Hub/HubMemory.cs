using Catchment.Core.Hosting;

namespace Catchment.Cameras.Hub;

/// <summary>What the hub remembers over a restart, kept in its state folder. Safe for many threads at once.</summary>
internal sealed class HubMemory
{
    private readonly Lock _lock = new();
    private readonly StateFolder _folder;
    private HubState _state;

    internal HubMemory(StateFolder folder)
    {
        _folder = folder;
        _state = folder.Read(HubState.FileName, HubStateJson.Default.HubState) ?? new HubState();
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
}
