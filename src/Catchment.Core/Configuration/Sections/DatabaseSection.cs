using Catchment.Core.Databases;

namespace Catchment.Core.Configuration;

/// <summary>The section <c>database</c>: where Catchment keeps its own catalog and state.</summary>
public sealed record DatabaseSection
{
    /// <summary>The database; null: an SQLite file beside the data. It may hold a password, which is never shown; the command line must not bring one.</summary>
    [Setting("url", Description = "Database of Catchment's own catalog and state: sqlite:///relative/file.db, sqlite:////absolute/file.db or postgresql://user:password@host:port/database. A password is from a file or the environment, never from the command line.", DefaultText = "SQLite: catchment.db in the node's data_directory; when hub.data_directory is set, or with an imagehub.yaml, in that folder's .catchment", Example = "postgresql://catchment@data1/catchment")]
    public DatabaseUrl? Url { get; init; }
}
