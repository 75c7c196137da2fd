namespace Catchment.Core.Plugins;

/// <summary>Hands files to a data management system. One instance serves one thread. Source: <c>files</c> 5.5.</summary>
public interface IIngestPlugin
{
    /// <summary>The version that is recorded with each attempt; null: none.</summary>
    string? Version { get; }

    /// <summary>Hands one file over. To return is success; to throw is failure, and the innermost exception's type and message are recorded.</summary>
    /// <param name="path">The file's absolute path.</param>
    /// <param name="cancellation">The service has to end: the attempt may be cut short, and is then not known to have succeeded.</param>
    void Execute(string path, CancellationToken cancellation);
}
