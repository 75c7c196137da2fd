namespace Catchment.Cameras.Watcher;

/// <summary>What the watcher does beside recording: its control port, the sentinel, deletions. Made anew for each run of the service.</summary>
public interface IWatcherWork : IEndedEvents, IAsyncDisposable
{
    /// <summary>Opens listeners and begins. Recording has begun.</summary>
    /// <exception cref="Protocols.ZeroMq.ZmqException">An endpoint cannot be listened on.</exception>
    void Start();

    /// <summary>Looks after things; called about once a second.</summary>
    void Check();

    /// <summary>Takes nothing new, finishes what is under way, keeps the rest for the next start. Recording has ended; the store is open until this returns.</summary>
    Task DrainAsync(TimeSpan deadline);
}
