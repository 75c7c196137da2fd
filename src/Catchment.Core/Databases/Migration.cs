namespace Catchment.Core.Databases;

/// <summary>
/// One step of a component's tables, in both dialects. Scripts hold any number of statements and none that begins or ends a
/// transaction: the step is one. In PostgreSQL the schema <c>catchment</c> is there but not on the search path, so scripts
/// write <c>catchment.x</c>.
/// </summary>
/// <param name="Version">The version that the tables have after it; 1 or more, each higher than the one before.</param>
/// <param name="Name">What it does, in a few words, for messages and for the record in the database.</param>
/// <param name="Sqlite">The script for SQLite.</param>
/// <param name="PostgreSql">The script for PostgreSQL.</param>
public sealed record Migration(int Version, string Name, string Sqlite, string PostgreSql);
