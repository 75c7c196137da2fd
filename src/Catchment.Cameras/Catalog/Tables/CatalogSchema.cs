using Catchment.Cameras.Recordings.Tables;
using Catchment.Core.Databases;

namespace Catchment.Cameras.Catalog.Tables;

/// <summary>
/// The catalog's tables. <c>series</c>: each camera and type of message. <c>frames</c>: one row a stored frame. <c>events</c>: one
/// row an event message. <c>catalog</c>: a name by which a catalog that was made anew is told from the one before. Times are microseconds since 1970-01-01 of the hub's local clock, without a zone. Each of the two big
/// tables is kept in the order of time, and has one index for a series in the order of time: every page of every listing is a
/// short walk along one of them. The view <c>frame_files</c> is for people. Recorded events: <see cref="RecordingSchema"/>.
/// </summary>
internal static class CatalogSchema
{
    /// <summary>The component's name among the migrations.</summary>
    internal const string Component = "cameras";

    /// <summary>All versions, oldest first.</summary>
    internal static IReadOnlyList<Migration> Migrations { get; } =
    [
        new(1, "frames and events of cameras", Sqlite1, PostgreSql1),
        RecordingSchema.Migration(2),
    ];

    private const string Sqlite1 = """
        CREATE TABLE camera_series (
            id INTEGER PRIMARY KEY, sink TEXT NOT NULL, kind INTEGER NOT NULL, label TEXT NOT NULL,
            node TEXT NOT NULL, view TEXT NOT NULL, type TEXT NOT NULL,
            UNIQUE (sink, kind, label, type));
        CREATE INDEX camera_series_names ON camera_series (sink, kind, node, view);
        CREATE TABLE camera_frames (
            time INTEGER NOT NULL, series INTEGER NOT NULL, format INTEGER NOT NULL, size INTEGER NOT NULL,
            width INTEGER, height INTEGER, archived INTEGER NOT NULL,
            PRIMARY KEY (time, series, format)) WITHOUT ROWID;
        CREATE INDEX camera_frames_series ON camera_frames (series, time, format);
        CREATE TABLE camera_events (
            time INTEGER NOT NULL, number INTEGER NOT NULL, hash INTEGER NOT NULL, series INTEGER NOT NULL, text TEXT NOT NULL,
            PRIMARY KEY (time, number, hash)) WITHOUT ROWID;
        CREATE INDEX camera_events_series ON camera_events (series, time, number, hash);
        CREATE TABLE camera_catalog (id TEXT NOT NULL);
        INSERT INTO camera_catalog VALUES (lower(hex(randomblob(16))));
        CREATE VIEW camera_frame_files AS
            SELECT s.sink, s.node, s.view, s.type, f.size, f.width, f.height, f.archived,
                   strftime('%Y-%m-%d %H:%M:%S', f.time / 1000000, 'unixepoch') || printf('.%06d', f.time % 1000000) AS received,
                   strftime('%Y-%m-%d', f.time / 1000000, 'unixepoch') || '/' || s.label
                       || strftime('-%Y-%m-%dT%H.%M.%S', f.time / 1000000, 'unixepoch') || printf('.%06d', f.time % 1000000)
                       || CASE f.format WHEN 1 THEN '.png' WHEN 2 THEN '.npy' ELSE '.jpg' END AS path
            FROM camera_frames f JOIN camera_series s ON s.id = f.series;
        """;

    private const string PostgreSql1 = """
        CREATE TABLE catchment.camera_series (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, sink text NOT NULL, kind smallint NOT NULL, label text NOT NULL,
            node text NOT NULL, view text NOT NULL, type text NOT NULL,
            UNIQUE (sink, kind, label, type));
        CREATE INDEX camera_series_names ON catchment.camera_series (sink, kind, node, view);
        CREATE TABLE catchment.camera_frames (
            time bigint NOT NULL, series bigint NOT NULL, format smallint NOT NULL, size bigint NOT NULL,
            width integer, height integer, archived smallint NOT NULL,
            PRIMARY KEY (time, series, format));
        CREATE INDEX camera_frames_series ON catchment.camera_frames (series, time, format);
        CREATE TABLE catchment.camera_events (
            time bigint NOT NULL, number bigint NOT NULL, hash bigint NOT NULL, series bigint NOT NULL, text text NOT NULL,
            PRIMARY KEY (time, number, hash));
        CREATE INDEX camera_events_series ON catchment.camera_events (series, time, number, hash);
        CREATE TABLE catchment.camera_catalog (id text NOT NULL);
        INSERT INTO catchment.camera_catalog VALUES (gen_random_uuid()::text);
        CREATE VIEW catchment.camera_frame_files AS
            SELECT s.sink, s.node, s.view, s.type, f.size, f.width, f.height, f.archived,
                   timestamp '1970-01-01' + f.time * interval '1 microsecond' AS received,
                   to_char(timestamp '1970-01-01' + f.time * interval '1 microsecond', 'YYYY-MM-DD') || '/' || s.label
                       || to_char(timestamp '1970-01-01' + f.time * interval '1 microsecond', '-YYYY-MM-DD"T"HH24.MI.SS.US')
                       || CASE f.format WHEN 1 THEN '.png' WHEN 2 THEN '.npy' ELSE '.jpg' END AS path
            FROM catchment.camera_frames f JOIN catchment.camera_series s ON s.id = f.series;
        """;
}
