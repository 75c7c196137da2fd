using Catchment.Core.Databases;

namespace Catchment.Tags.State;

/// <summary>The tables of the gateway's own file. Definitions, mappings and values stand in it as JSON, so that a new member needs no new column.</summary>
internal static class GatewaySchema
{
    internal const string Component = "gateway";

    private const string First = """
        CREATE TABLE points (
            number INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            definition TEXT NOT NULL
        );
        CREATE TABLE point_values (
            number INTEGER PRIMARY KEY REFERENCES points (number) ON DELETE CASCADE,
            quality INTEGER NOT NULL,
            written_us INTEGER NOT NULL,
            changed_us INTEGER NOT NULL,
            value TEXT NOT NULL
        );
        CREATE TABLE mappings (
            number INTEGER PRIMARY KEY,
            protocol TEXT NOT NULL,
            id TEXT NOT NULL,
            mapping TEXT NOT NULL,
            UNIQUE (protocol, id)
        );
        CREATE TABLE settings (
            name TEXT NOT NULL PRIMARY KEY,
            document BLOB NOT NULL
        ) WITHOUT ROWID;
        """;

    internal static IReadOnlyList<Migration> Migrations { get; } = [new(1, "points, values, mappings and settings", First, First)];
}
