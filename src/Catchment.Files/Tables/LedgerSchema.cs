using Catchment.Core.Databases;

namespace Catchment.Files.Tables;

/// <summary>
/// What Catchment keeps beside the original's tables. <c>file_scopes</c>: a row for each events table, with how far it was read.
/// <c>file_states</c>: what the events of a file come to, and which ingester has it. <c>file_reruns</c>: each RERUN that was met.
/// <c>file_workers</c>: ingesters and when they last gave a sign of life. <c>file_moves</c>: files on their way into the storage folder.
/// <c>file_storages</c>: the storage folder of a files table. <c>file_checks</c>: how each file was found when its content was last read
/// again; <c>file_check_rounds</c>: how far such a reading has come. Times are microseconds: of workers and checks UTC, of the others the local clock.
/// </summary>
internal static class LedgerSchema
{
    /// <summary>The component's name.</summary>
    internal const string Component = "files";

    /// <summary>All steps, oldest first.</summary>
    /// <remarks>A number is never given again: an ingester would take the files of an earlier one for those that it had itself.</remarks>
    internal static IReadOnlyList<Migration> Migrations { get; } = [new(1, "files: states, workers, moves", Script("", "INTEGER PRIMARY KEY AUTOINCREMENT"), Script("catchment.", "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"))];

    private static string Script(string schema, string numbered) =>
        $"""
        CREATE TABLE {schema}file_scopes (
            id {numbered}, name text NOT NULL UNIQUE, reached_row bigint NOT NULL, reached_start bigint NOT NULL, reached_file bigint NOT NULL,
            greatest_file bigint NOT NULL, is_known smallint NOT NULL);
        CREATE TABLE {schema}file_states (
            scope bigint NOT NULL, file bigint NOT NULL, status smallint NOT NULL, since bigint NOT NULL, newest bigint NOT NULL,
            rerun_row bigint, worker bigint, came_from smallint, has_begun smallint NOT NULL, turn bigint NOT NULL,
            PRIMARY KEY (scope, file));
        CREATE INDEX file_states_waiting ON {schema}file_states (scope, status, since, file) WHERE worker IS NULL AND status <> {(int)FileStatus.Success};
        CREATE INDEX file_states_listed ON {schema}file_states (scope, status, file);
        CREATE INDEX file_states_claimed ON {schema}file_states (worker) WHERE worker IS NOT NULL;
        CREATE TABLE {schema}file_reruns (
            scope bigint NOT NULL, file bigint NOT NULL, start bigint NOT NULL,
            PRIMARY KEY (scope, file, start));
        CREATE TABLE {schema}file_workers (
            id {numbered}, scope bigint NOT NULL, place text NOT NULL, renewed bigint NOT NULL);
        CREATE TABLE {schema}file_moves (
            id {numbered}, files_table text NOT NULL, source text NOT NULL, storage text NOT NULL, origin text NOT NULL,
            folder text NOT NULL, name text NOT NULL, checksum text NOT NULL, size bigint NOT NULL, inode bigint NOT NULL, device bigint NOT NULL);
        CREATE INDEX file_moves_of ON {schema}file_moves (files_table, source, storage);
        CREATE TABLE {schema}file_storages (
            files_table text NOT NULL PRIMARY KEY, storage text NOT NULL);
        CREATE TABLE {schema}file_checks (
            files_table text NOT NULL, file bigint NOT NULL, checked bigint NOT NULL, outcome smallint NOT NULL, size bigint, checksum text, reason text,
            PRIMARY KEY (files_table, file));
        CREATE TABLE {schema}file_check_rounds (
            files_table text NOT NULL, question text NOT NULL, reached bigint NOT NULL, began bigint NOT NULL, ended bigint,
            files bigint NOT NULL, bytes bigint NOT NULL, faults bigint NOT NULL,
            PRIMARY KEY (files_table, question));
        """;
}
