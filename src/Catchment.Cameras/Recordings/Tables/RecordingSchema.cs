using Catchment.Core.Databases;

namespace Catchment.Cameras.Recordings.Tables;

/// <summary>
/// The tables of recorded events. <c>camera_recordings</c>: a row an event. <c>camera_recording_series</c>: what may be asked for: a type of
/// tracking set, a label, both or neither, in one view or in all. <c>camera_recording_marks</c>: an event in a series, in the order of
/// time: every page of every listing is a short walk along one of them. <c>camera_recording_counts</c>: how many events of a series a day
/// has. <c>camera_recording_days</c>: how a day's files stood when the catalog was equal to them. Times and days are microseconds since
/// 1970-01-01 of the outposts' local clock; <c>sets</c> is JSON.
/// </summary>
internal static class RecordingSchema
{
    /// <summary>Makes the tables.</summary>
    internal static Migration Migration(int version) => new(version, "recorded events", Sqlite, PostgreSql);

    private const string Sqlite = """
        CREATE TABLE camera_recordings (
            start INTEGER NOT NULL, id INTEGER NOT NULL, day INTEGER NOT NULL, sink TEXT NOT NULL, event TEXT NOT NULL,
            node TEXT NOT NULL, view TEXT NOT NULL, stop INTEGER, width INTEGER NOT NULL, height INTEGER NOT NULL,
            pictures INTEGER NOT NULL, sets TEXT NOT NULL, stamp INTEGER NOT NULL,
            PRIMARY KEY (start, id)) WITHOUT ROWID;
        CREATE UNIQUE INDEX camera_recordings_day ON camera_recordings (day, id);
        CREATE TABLE camera_recording_series (
            id INTEGER PRIMARY KEY, sink TEXT NOT NULL, one INTEGER NOT NULL, node TEXT NOT NULL, view TEXT NOT NULL,
            type TEXT NOT NULL, label TEXT NOT NULL,
            UNIQUE (sink, one, type, label, node, view));
        CREATE TABLE camera_recording_marks (
            series INTEGER NOT NULL, start INTEGER NOT NULL, id INTEGER NOT NULL,
            PRIMARY KEY (series, start, id)) WITHOUT ROWID;
        CREATE TABLE camera_recording_counts (
            series INTEGER NOT NULL, day INTEGER NOT NULL, events INTEGER NOT NULL,
            PRIMARY KEY (series, day)) WITHOUT ROWID;
        CREATE TABLE camera_recording_days (
            sink TEXT NOT NULL, day INTEGER NOT NULL, stamp INTEGER,
            PRIMARY KEY (sink, day)) WITHOUT ROWID;
        """;

    private const string PostgreSql = """
        CREATE TABLE catchment.camera_recordings (
            start bigint NOT NULL, id bigint NOT NULL, day bigint NOT NULL, sink text NOT NULL, event text NOT NULL,
            node text NOT NULL, view text NOT NULL, stop bigint, width bigint NOT NULL, height bigint NOT NULL,
            pictures bigint NOT NULL, sets text NOT NULL, stamp bigint NOT NULL,
            PRIMARY KEY (start, id));
        CREATE UNIQUE INDEX camera_recordings_day ON catchment.camera_recordings (day, id);
        CREATE TABLE catchment.camera_recording_series (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, sink text NOT NULL, one smallint NOT NULL, node text NOT NULL, view text NOT NULL,
            type text NOT NULL, label text NOT NULL,
            UNIQUE (sink, one, type, label, node, view));
        CREATE TABLE catchment.camera_recording_marks (
            series bigint NOT NULL, start bigint NOT NULL, id bigint NOT NULL,
            PRIMARY KEY (series, start, id));
        CREATE TABLE catchment.camera_recording_counts (
            series bigint NOT NULL, day bigint NOT NULL, events bigint NOT NULL,
            PRIMARY KEY (series, day));
        CREATE TABLE catchment.camera_recording_days (
            sink text NOT NULL, day bigint NOT NULL, stamp bigint,
            PRIMARY KEY (sink, day));
        """;
}
