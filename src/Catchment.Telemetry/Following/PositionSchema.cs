using Catchment.Core.Databases;

namespace Catchment.Telemetry.Following;

/// <summary>The table of how far devices have been followed: our own, beside the original's.</summary>
internal static class PositionSchema
{
    internal const string Component = "following";

    internal static readonly Migration[] Migrations =
    [
        new(
            1,
            "positions of followed devices",
            """
            CREATE TABLE telemetry_positions (
                host TEXT NOT NULL, folder TEXT NOT NULL, device TEXT NOT NULL, file TEXT NOT NULL, position INTEGER NOT NULL,
                PRIMARY KEY (host, folder, device)
            ) WITHOUT ROWID
            """,
            """
            CREATE TABLE catchment.telemetry_positions (
                host text NOT NULL, folder text NOT NULL, device text NOT NULL, file text NOT NULL, position bigint NOT NULL,
                PRIMARY KEY (host, folder, device)
            )
            """),
    ];
}
