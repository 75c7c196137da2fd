using Catchment.Core.Databases;
using Catchment.Core.Tests.Configuration;
using FsCheck;
using FsCheck.Fluent;
using Npgsql;

namespace Catchment.Core.Tests.Databases;

public sealed class DatabaseUrlPropertyTests
{
    private const int Seed = 20260301;
    private const string Password = "h1dden";

    private static readonly string[] Seeds =
    [
        $"postgresql://user:{Password}@host:5432/name?sslmode=require&application_name=a+b", "sqlite:////srv/data/x.db?timeout=5",
        $"postgresql+psycopg2://user:{Password}@[::1]:1/d", "sqlite:///./x.db", "postgresql:///d?host=/run&connect_timeout=3", "postgres://a,b/d",
    ];

    private static readonly string[] Fragments =
    [
        "postgresql", "sqlite", "://", ":", "/", "//", "?", "&", "=", "@", "[", "]", "%", "%40", "%00", "%ff", "%zz", ",", ";", "'", "\"", "\\", "..", "~",
        "host=", "port=", "dbname=", "user=", "options=", "timeout=", "sslcert=", "99999999999", "-1", "1e9", "NaN", "\0", "\n", "\ud83d", "\udd11", "é", " ",
        "file:", ":memory:", "target_session_attrs=primary", "gssencmode=require", "passfile=",
    ];

    [Fact]
    public void What_is_encoded_comes_back() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Texts(), Texts(), Texts(), (user, password, name) =>
        {
            var text = $"postgresql://{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(password)}@h:1/{Uri.EscapeDataString(name)}";
            var url = Parse(text);
            var connection = new NpgsqlConnectionStringBuilder(url.ConnectionString);
            return (connection.Username, connection.Password ?? string.Empty, connection.Database, connection.Host, connection.Port) == (user, password, name, "h", 1)
                && (url.User, url.DatabaseName) == (user, name)
                && Parse(url.ToString()).ToString() == url.ToString()
                && Parse(text).Equals(url);
        }));

    [Fact]
    public void Any_file_name_comes_back() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Texts(), text =>
        {
            var name = "x" + text.Replace('?', '_').TrimEnd('/');
            var url = Parse("sqlite:////srv/" + name);
            return url.FilePath == Path.GetFullPath("/srv/" + name) && Parse(url.ToString()).Equals(url);
        }));

    [Fact]
    public void Any_text_is_a_URL_or_a_format_error_and_a_password_is_not_told()
    {
        var random = new Random(Seed);
        var read = 0;
        for (var count = ConfigurationFolder.FuzzCount(50_000, 1_000_000); count > 0; count--)
        {
            var text = Mutated(random);
            try
            {
                var url = Parse(text);
                url.ToString().ShouldNotBeEmpty();
                if (count % 20 == 0 && url.Kind == DatabaseKind.PostgreSql)
                    Database.Open(url).Dispose(); // the driver takes what we take
                read++;
            }
            catch (FormatException e)
            {
                e.Message.ShouldNotBeEmpty(); // refusing is the other thing it may do
            }
        }

        read.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void A_damaged_URL_does_not_give_its_password_away()
    {
        var random = new Random(Seed);
        const string url = $"postgresql://user:{Password}@host:5432/name?sslmode=require";
        var behind = url.IndexOf('@', StringComparison.Ordinal);
        for (var count = 5_000; count > 0; count--)
        {
            var text = url.Insert(random.Next(behind + 1, url.Length + 1), Fragments[random.Next(Fragments.Length)]);
            Told(text).ShouldNotContain(Password);
        }
    }

    private static string Told(string text)
    {
        try
        {
            return Parse(text).ToString();
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    private static Arbitrary<string> Texts() =>
        ArbMap.Default.GeneratorFor<NonEmptyString>().Select(static text => text.Get)
            .Where(static text => !text.Any(static c => char.IsControl(c) || char.IsSurrogate(c))).ToArbitrary();

    private static string Mutated(Random random)
    {
        var text = random.Next(4) == 0 ? string.Empty : Seeds[random.Next(Seeds.Length)];
        for (var count = random.Next(0, 5); count > 0; count--)
        {
            var at = random.Next(text.Length + 1);
            text = random.Next(3) switch
            {
                0 => text.Insert(at, Fragments[random.Next(Fragments.Length)]),
                1 => text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at)),
                _ => text.Insert(at, ((char)random.Next(0x2100)).ToString()),
            };
        }

        return text;
    }

    private static DatabaseUrl Parse(string text) => DatabaseUrl.Parse(text, "/srv/data", static _ => null);
}
