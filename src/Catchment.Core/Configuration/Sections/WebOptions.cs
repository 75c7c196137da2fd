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

    /// <summary>What whoever comes from beyond this machine has to present; null: the one in the state folder.</summary>
    [Setting("token", Description = "Token that is wanted from whoever comes from beyond this machine. From a file or the environment, never from the command line.", IsSecret = true, Pattern = "^.{8,1024}$", DefaultText = "made at the first need, in the file token of the state folder")]
    public string? Token { get; init; }
}
