namespace Catchment.Interop.Tests.Documents;

/// <summary>
/// The endpoint manager's "Quickstart", heading by heading: its files as they are printed, its folders, its database on its port. In the place of the
/// LSST stack stands a program of the name that the stack's has.
/// </summary>
[Collection(Alone.Name)]
public sealed class EndmgrQuickstartTests : IDisposable
{
    private const string Database = """
        database:
          engine: "postgres://tester:password@localhost:5432/test"
          tablenames:
            file:
              table: files

        """;

    private const string Finder = Database + """
        finder:
          source: /data/buffer
          storage: /data/storage
          actions:
            standard: Move
            alternative: Delete
          search:
            method: scan

        """;

    private const string Events = Database + """
            event:
              table: gen2_file_events

        """;

    private const string Ingester = Events + """
        ingester:
          plugin:
            name: Gen2Ingest
            config:
              root: /data/gen2repo

        """;

    private const string Backfill = Events + """
        backfill:
          storage: /data/storage
          sources:
            - "2020-12-31"

        """;

    // Of the present events.
    private const string Statuses = """
        SELECT relpath || '/' || filename || ' ' || (SELECT status FROM gen2_file_events e WHERE e.files_id = f.id ORDER BY start_time DESC LIMIT 1) FROM files f ORDER BY 1
        """;

    private readonly CopiedMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void The_endpoint_manager_is_configured_started_stopped_and_told_to_try_again()
    {
        PrerequisitesAndInstallation();

        // Configure.
        _machine.Write("/root/finder.yaml", Finder);
        _machine.Write("/root/ingester.yaml", Ingester);
        _machine.Type("cd /root && endmgr finder validate finder.yaml").ShouldBeEmpty();
        _machine.Type("endmgr finder start --no-dump finder.yaml", status: 1).ShouldContain("catchment files setup");
        _machine.Type("catchment files setup ingester.yaml").ShouldContain("made the table gen2_file_events");
        _machine.Type("psql -c '\\dt'").ShouldContain("(2 rows)");

        RunAndStop();
        ManageIngestion();
        BackfillRecords();
        AnotherSchema();
    }

    private void PrerequisitesAndInstallation()
    {
        const string Start = """
            binaries=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
            mkdir -p /pg /var/run/postgresql && chown postgres /pg /var/run/postgresql && cd /
            sudo -u postgres $binaries/initdb -D /pg/data -A trust -E UTF8 --locale=C --no-sync --no-instructions
            sed -i 's/^host.*/host all all all scram-sha-256/' /pg/data/pg_hba.conf
            sudo -u postgres $binaries/pg_ctl -D /pg/data -l /pg/log -o '-c fsync=off' -w start
            """;
        _machine.Type(Start).ShouldContain("server started");
        _machine.Type("sudo -u postgres psql -c \"CREATE ROLE tester LOGIN PASSWORD 'password'\" -c 'CREATE DATABASE test OWNER tester'");
        _machine.Type("export PGHOST=localhost PGUSER=tester PGPASSWORD=password PGDATABASE=test");
        _machine.Type("mkdir -p /data/buffer /data/storage /data/gen2repo");
        _machine.Type("$CATCHMENT_PROGRAM/Catchment links /usr/local/bin && ln -sf $CATCHMENT_PROGRAM/Catchment /usr/local/bin/catchment");
        _machine.Write("/usr/local/bin/ingestImages.py", """
            #!/bin/sh
            echo "$*" >>/data/gen2repo/calls
            case $* in *calibration*) [ -e /data/gen2repo/mapper ] || { echo "no mapper for $2" >&2; exit 1; } ;; esac
            """);
        _machine.Type("chmod 755 /usr/local/bin/ingestImages.py");
    }

    // Run, Stop.
    private void RunAndStop()
    {
        var finder = _machine.TypeInBackground("endmgr finder start finder.yaml");
        _machine.TypeInBackground("endmgr ingester start ingester.yaml");
        _machine.Type("echo one >/data/buffer/a.fits; mkdir /data/buffer/night; echo two >/data/buffer/night/calibration.fits");
        TheStatusesBecome("./a.fits SUCCESS\nnight/calibration.fits FAILURE\n");
        _machine.Type("find /data/buffer /data/storage -type f | sort").ShouldBe("/data/storage/a.fits\n/data/storage/night/calibration.fits\n", "standard: Move");
        _machine.Said(finder).ShouldContain("engine: \"postgresql://tester:***@localhost:5432/test\"");
        _machine.Type("cp /data/storage/a.fits /data/buffer/night/a.fits");
        _machine.TypeUntil("find /data/buffer -type f", static said => said.Length == 0, "alternative: Delete");
        _machine.Type("cat /data/storage/a.fits").ShouldBe("one\n");
        var processes = _machine.Type("ps aux | grep endmgr");
        processes.ShouldContain("endmgr finder start finder.yaml");
        processes.ShouldContain("endmgr ingester start ingester.yaml");

        // The document's own word, endmngr, names nobody.
        _machine.Type("killall -15 endmngr", status: 1).ShouldContain("no process found");
        _machine.Type("killall -15 endmgr; wait").ShouldBeEmpty();
        _machine.Type("pgrep endmgr", status: 1);

        _machine.TypeInBackground("endmgr finder start finder.yaml");
        _machine.TypeInBackground("endmgr ingester start ingester.yaml");
        _machine.Type("echo three >/data/buffer/b.fits");
        TheStatusesBecome("./a.fits SUCCESS\n./b.fits SUCCESS\nnight/calibration.fits FAILURE\n");
        _machine.Type("FINDER_ID=$(pgrep -f 'endmgr finder') INGESTER_ID=$(pgrep -f 'endmgr ingester'); kill -15 $FINDER_ID $INGESTER_ID && wait").ShouldBeEmpty();
        _machine.Type("pgrep endmgr", status: 1);
    }

    // Manage file ingestion: every event is kept; RERUN.
    private void ManageIngestion()
    {
        History("night").ShouldBe("UNTRIED\nPENDING\nFAILURE\n");
        _machine.Type("psql -Atc \"SELECT err_message FROM gen2_file_events WHERE status = 'FAILURE'\"").ShouldBe("no mapper for /data/storage/night/calibration.fits\n");
        _machine.Type("touch /data/gen2repo/mapper");
        _machine.Type("""
            psql -c "
               INSERT INTO gen2_file_events
               (start_time, status, files_id)
               VALUES (CURRENT_TIMESTAMP, 'RERUN', $(psql -Atc "SELECT id FROM files WHERE relpath = 'night'"));"
            """).ShouldBe("INSERT 0 1\n");
        _machine.Write("/root/rerun.yaml", Ingester + "  daemon: false\n  file_status: RERUN\n\n\n");
        _machine.Type("endmgr ingester start rerun.yaml");
        History("night").ShouldBe("UNTRIED\nPENDING\nFAILURE\nRERUN\nPENDING\nSUCCESS\n");
        _machine.Type("endmgr ingester start rerun.yaml");
        History("night").ShouldBe("UNTRIED\nPENDING\nFAILURE\nRERUN\nPENDING\nSUCCESS\n", "it was asked for once");
        _machine.Type("grep -c /data/storage/night/calibration.fits /data/gen2repo/calls").ShouldBe("2\n");
        foreach (var status in new[] { "UNTRIED", "PENDING", "SUCCESS", "FAILURE", "UNKNOWN", "RERUN", "BACKFILL" })
            _machine.Type($"psql -Atc \"SELECT '{status}'::status\"").ShouldBe(status + "\n");

        string History(string folder) => _machine.Type($"psql -Atc \"SELECT status FROM gen2_file_events JOIN files ON files_id = id WHERE relpath = '{folder}' ORDER BY start_time\"");
    }

    private void BackfillRecords()
    {
        _machine.Type("mkdir -p /data/storage/2020-12-31/sub /data/storage/2021-01-01; echo x >/data/storage/2020-12-31/x.fits; echo y >/data/storage/2020-12-31/sub/y.fits; echo z >/data/storage/2021-01-01/z.fits");
        _machine.Write("/root/backfill.yaml", Backfill);
        _machine.Type("endmgr backfill start backfill.yaml").ShouldContain("2 files recorded");
        _machine.Type("endmgr backfill start backfill.yaml").ShouldContain("0 files recorded, 2 tracked already");
        _machine.Type($"psql -Atc \"{Statuses}\"").ShouldStartWith("./a.fits SUCCESS\n./b.fits SUCCESS\n2020-12-31/sub/y.fits BACKFILL\n2020-12-31/x.fits BACKFILL\nnight/");

        // Dates without quotes; patterns; no tilde.
        _machine.Write("/root/unquoted.yaml", Backfill.Replace("\"2020-12-31\"", "2021-01-01", StringComparison.Ordinal));
        _machine.Type("endmgr backfill start unquoted.yaml", status: 1).ShouldContain("quote it: \"2021-01-01\"");
        _machine.Write("/root/patterns.yaml", Backfill.Replace("\"2020-12-31\"", "\"2021-0[1-3]-*\"\n    - ~/home\n    - 2020-12-31/x.fits", StringComparison.Ordinal));
        _machine.Type("endmgr backfill start patterns.yaml").ShouldContain("1 files recorded, 1 tracked already");
        _machine.Type($"psql -Atc \"{Statuses}\"").ShouldContain("2021-01-01/z.fits BACKFILL\n");
    }

    // The note on schemas.
    private void AnotherSchema()
    {
        _machine.Type("psql -c 'CREATE SCHEMA dbbbm'");
        _machine.Write("/root/finder.yaml", Finder.Replace("    file:\n      table: files\n", "    schema: dbbbm\n    table: files\n", StringComparison.Ordinal));
        _machine.Type("catchment files setup finder.yaml").ShouldContain("made the table dbbbm.files");
        _machine.TypeInBackground("endmgr finder start finder.yaml");
        _machine.Type("echo four >/data/buffer/c.fits");
        _machine.TypeUntil("psql -Atc 'SELECT filename FROM dbbbm.files'", static said => said == "c.fits\n", "it is tracked in the schema");
        _machine.Type("killall -15 endmgr; wait");
        _machine.Type("psql -Atc 'SELECT count(*) FROM files'").ShouldBe("6\n");
    }

    private void TheStatusesBecome(string wanted) => _machine.TypeUntil($"psql -Atc \"{Statuses}\"", said => said == wanted, wanted);
}
