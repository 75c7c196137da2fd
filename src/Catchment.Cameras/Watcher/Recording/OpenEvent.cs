using Catchment.Cameras.Events;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>
/// An event under way: its outpost's tracking set, and the permission to store its pictures, which lasts longer than the set: some are
/// still on their way when the outpost says that the event ended.
/// </summary>
internal sealed class OpenEvent : SetWriter
{
    private readonly object _pictures = new();
    private readonly Action<OpenEvent> _over;
    private int _writing;
    private bool _refused;
    private bool _isOver;

    /// <inheritdoc cref="SetWriter(string, Durability, Action{SetWriter}, bool)"/>
    internal OpenEvent(EventKey key, string path, Durability durability, Action<OpenEvent> over)
        : base(path, durability, static _ => { })
    {
        Key = key;
        _over = over;
    }

    /// <summary>Which event.</summary>
    internal EventKey Key { get; }

    /// <summary>The event is being deleted.</summary>
    internal bool IsRefused
    {
        get
        {
            lock (_pictures)
                return _refused;
        }
    }

    /// <summary>Asks to store a picture; <see cref="PictureDone"/> must follow.</summary>
    /// <returns>False when the event is being deleted, or over.</returns>
    internal bool MayWritePicture()
    {
        lock (_pictures)
        {
            if (_refused || _isOver)
                return false;
            _writing++;
            return true;
        }
    }

    /// <summary>The picture is stored, or given up.</summary>
    internal void PictureDone()
    {
        lock (_pictures)
        {
            if (--_writing == 0)
                Monitor.PulseAll(_pictures);
        }
    }

    /// <summary>Lets nothing more be written, and waits for what is being written.</summary>
    internal override void Refuse()
    {
        base.Refuse();
        lock (_pictures)
        {
            _refused = true;
            while (_writing > 0)
                Monitor.Wait(_pictures);
        }
    }

    /// <summary>Ends the event. When this returns nothing of it is being written any more.</summary>
    public override void Dispose()
    {
        base.Dispose();
        lock (_pictures)
        {
            if (_isOver)
                return;
            _isOver = true;
            while (_writing > 0)
                Monitor.Wait(_pictures);
        }

        _over(this);
    }
}
