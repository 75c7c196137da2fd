using System.Text.Json;

namespace Catchment.Tags.Poller.Serving;

/// <summary>A call of the polling service that writes a value to a device. Source: <c>tags</c> 10.6.</summary>
internal interface IDeviceWriteCall
{
    /// <summary>Writes.</summary>
    /// <param name="request">The request's object.</param>
    /// <param name="cancellation">Nobody waits any more.</param>
    /// <returns>The status of HTTP, and what was done or why it was not.</returns>
    Task<(int Status, string Text)> WriteAsync(JsonElement request, CancellationToken cancellation);
}
