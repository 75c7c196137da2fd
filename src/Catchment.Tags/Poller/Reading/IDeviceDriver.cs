using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Reading;

/// <summary>What one protocol does for one device. Scans follow one another, never two at once; writes come beside them, one at a time.</summary>
internal interface IDeviceDriver : IAsyncDisposable
{
    /// <summary>Whether it looks by itself for a device that is away: its scans go on meanwhile, without pauses that grow.</summary>
    bool ReturnsByItself => false;

    /// <summary>Asks the device.</summary>
    /// <param name="elapsed">The time since the device's poller began.</param>
    /// <param name="cancellation">The poller stops.</param>
    Task<ScanOutcome> ScanAsync(TimeSpan elapsed, CancellationToken cancellation);

    /// <summary>Sets what the scan found out, unless it has done so already. Nobody else sets readings meanwhile.</summary>
    void Settle()
    {
    }

    /// <summary>Writes a value to the device.</summary>
    /// <param name="tag">The tag's index.</param>
    /// <param name="value">The value, as the store has it.</param>
    /// <param name="cancellation">The poller stops.</param>
    /// <returns>Null; or why it was not written.</returns>
    Task<string?> WriteAsync(int tag, TagValue value, CancellationToken cancellation);
}
