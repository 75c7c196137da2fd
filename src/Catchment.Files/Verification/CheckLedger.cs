using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Files.Tables;

namespace Catchment.Files.Verification;

/// <summary>The statements on what is kept of checks, in both dialects.</summary>
/// <param name="kind">Where it is kept.</param>
internal sealed class CheckLedger(DatabaseKind kind)
{
    private const string Put = "ON CONFLICT (files_table, file) DO UPDATE SET checked = excluded.checked, outcome = excluded.outcome, size = excluded.size, checksum = excluded.checksum, reason = excluded.reason";

    private readonly string _schema = kind == DatabaseKind.Sqlite ? "" : "catchment.";

    private readonly BulkStatement<(string Table, long File, FileCheckResult Result)> _put = new(
        $"INSERT INTO file_checks (file, checked, outcome, size, files_table, checksum, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) {Put}",
        $"INSERT INTO catchment.file_checks (file, checked, outcome, size, files_table, checksum, reason) SELECT * FROM unnest(@p0::bigint[], @p1::bigint[], @p2::bigint[], @p3::bigint[], @p4::text[], @p5::text[], @p6::text[]) {Put}",
        [r => r.File, r => Microseconds(r.Result.Checked), r => (long)r.Result.Outcome, r => r.Result.Size],
        r => r.Table,
        r => r.Result.Outcome == CheckOutcome.Same ? null : r.Result.Checksum, // It is that of the row.
        r => r.Result.Reason);

    /// <summary>Microseconds since 1970 of a time, UTC.</summary>
    public static long Microseconds(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>How a file was found the last time; null: it was never looked at.</summary>
    public FileCheckResult? Of(DbConnection own, string filesTable, long file)
    {
        using var command = own.Command($"SELECT checked, outcome, size, checksum, reason FROM {_schema}file_checks WHERE files_table = @table AND file = @file");
        using var reader = command.With("@table", filesTable).With("@file", file).ExecuteReader();
        return reader.Read()
            ? new FileCheckResult(
                DateTime.UnixEpoch.AddMicroseconds(reader.GetInt64(0)), (CheckOutcome)reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetInt64(2),
                reader.IsDBNull(3) ? null : reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetString(4))
            : null;
    }

    /// <summary>A round; null: there was none of this question.</summary>
    public VerifyRound? Round(DbConnection own, string filesTable, string question)
    {
        using var command = own.Command($"SELECT reached, began, ended, files, bytes, faults FROM {_schema}file_check_rounds WHERE files_table = @table AND question = @question");
        using var reader = command.With("@table", filesTable).With("@question", question).ExecuteReader();
        return reader.Read()
            ? new VerifyRound(reader.GetInt64(0), reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5))
            : null;
    }

    /// <summary>Writes how files were found, and how far the round has come.</summary>
    public void Save(DbTransaction own, string filesTable, string question, VerifyRound round, IReadOnlyList<(long File, FileCheckResult Result)> results)
    {
        _put.Execute(own, [.. results.Select(r => (filesTable, r.File, r.Result))]);
        using var command = own.Connection!.Command(
            $"INSERT INTO {_schema}file_check_rounds (files_table, question, reached, began, ended, files, bytes, faults) VALUES (@table, @question, @reached, @began, {(round.Ended is null ? "NULL" : "@ended")}, @files, @bytes, @faults) "
            + "ON CONFLICT (files_table, question) DO UPDATE SET reached = excluded.reached, began = excluded.began, ended = excluded.ended, files = excluded.files, bytes = excluded.bytes, faults = excluded.faults");
        command.Transaction = own;
        command.With("@table", filesTable).With("@question", question).With("@reached", round.Reached).With("@began", round.Began)
            .With("@files", round.Files).With("@bytes", round.Bytes).With("@faults", round.Faults);
        if (round.Ended is { } ended)
            command.With("@ended", ended);
        command.ExecuteNonQuery();
    }
}
