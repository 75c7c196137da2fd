namespace Catchment.Core.Configuration;

/// <summary>The section <c>web</c>: console, HTTP API, metrics and health.</summary>
public sealed record WebOptions
{
    /// <summary>
    /// Endpoints; the scheme <c>http://</c> is optional. Null: none is opened. Whether the key was given at all tells
    /// <see cref="LoadedConfiguration.IsSet"/> with <c>web.listen</c>.
    /// </summary>
    [Setting("listen", Description = "Endpoints of the console and its HTTP API; null for none.", Example = "http://127.0.0.1:8088")]
    public IReadOnlyList<string>? Listen { get; init; } = ["http://127.0.0.1:8088"];
}
