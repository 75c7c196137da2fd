using Catchment.Core.Databases;

namespace Catchment.Core.Tests.Databases;

public sealed class PostgresDatabaseTests
{
    [Fact]
    public void A_database_is_reached_over_TCP_and_over_the_socket()
    {
        var server = PostgresServer.Shared;
        foreach (var url in new[] { server.CreateDatabase("reached"), $"postgresql+psycopg2:///reached?host={server.SocketFolder}&port={server.Port}&user=postgres" })
        {
            using var database = Database.Open(DatabaseUrl.Parse(url, "/"));
            using var connection = database.Connect();
            Sql.Scalar(connection, "SELECT current_database()").ShouldBe("reached");
            Sql.Scalar(connection, "SELECT current_setting('application_name')").ShouldBe("catchment");
        }
    }
}
