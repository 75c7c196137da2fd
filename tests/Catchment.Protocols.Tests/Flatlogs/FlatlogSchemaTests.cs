using System.Buffers;
using System.Text;
using Catchment.Protocols.Flatlogs;
using Catchment.Protocols.Flatlogs.Schemas;

namespace Catchment.Protocols.Tests.Flatlogs;

/// <summary>Types of an instrument's own: event codes and schemas. Source: telemetry 8.2.</summary>
public sealed class FlatlogSchemaTests : IDisposable
{
    private const string Whole = """
        // A comment, and /* none */.
        namespace Own.logger;
        attribute "priority";
        enum Mode : byte { Off, On = 3, Auto }   /* values
                                                    count on */
        enum Bits : ubyte (bit_flags) { One, Two, Three }
        table Inner (priority: 1) { x : float; names:[string]; }

        table Own_fb
        {
           flag:bool = true;      a:byte = -1;  b:ubyte = 0xff;  c:short = -32768;  d:ushort;  e:int;  f:uint32 = 4294967295;
           g:long = -9223372036854775808;  h:ulong = 18446744073709551615;  i:float = 1.5;  j:double = -2.5e-3;  k:double = nan;
           mode:Mode = Auto;  bits:Bits = Three;  modes:[Mode];  text:string (required);  inner:Own.logger.Inner;  values:[float64];
        }
        root_type Own_fb;
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Codes_and_schemas_of_an_instrument_are_types()
    {
        File.WriteAllText(_folder["logCodes.dat"], "#codes\nown   30000   own_schema\n\nown_too 30001 own_schema # the same\nplain 30002\nnothing\t30003\tempty_log\n");
        File.WriteAllText(_folder["own_schema.fbs"], Whole);
        File.WriteAllText(_folder["plain.fbs"], "table P { x:int16 = 7; } root_type P;");

        var types = FlatlogSchema.Load(_folder["logCodes.dat"], _folder.FullPath);

        types.Select(t => (t.Code, t.Name, t.Message?.Name)).ShouldBe([(30000, "own", "Own_fb"), (30001, "own_too", "Own_fb"), (30002, "plain", "P"), (30003, "nothing", null)]);
        var fields = types[0].Message!.Fields;
        fields.Where(f => f.IsScalar).Select(f => $"{f.Name}={f.Default}").ShouldBe(
        [
            "flag=true", "a=-1", "b=255", "c=-32768", "d=0", "e=0", "f=4294967295", "g=-9223372036854775808", "h=18446744073709551615", "i=1.5", "j=-0.0025", "k=nan", "mode=4", "bits=4",
        ]);
        fields.Select(f => f.Index).ShouldBe(Enumerable.Range(0, 18));
        fields[14].Element.ShouldBe(FlatlogFieldKind.Signed8);
        fields[16].Table!.Fields[1].Element.ShouldBe(FlatlogFieldKind.Text);
        var output = new ArrayBufferWriter<byte>();
        var entry = new FlatlogEntry(FlatlogHeader.Create(64, 30002, 0, 0, 8), Convert.FromHexString("0400000004000000"), 0);
        FlatlogRow.Write(FlatlogTypeTable.BuiltIn.With(types), entry, output, out _).ShouldBe(FlatlogFault.None);
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe("""{"x": 7}""");
    }

    [Fact]
    public void Ids_give_the_order()
    {
        var table = new SchemaParser("x.fbs", "table T { b:int (id: 1); a:string (deprecated, id: 0); } root_type T;").Parse().Root();

        table.Fields.Select(f => f.Name).ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("table T { a:int; }", 1, "no root_type")]
    [InlineData("table T {\n a:int;\n a:int; }\nroot_type T;", 3, "stands there twice")]
    [InlineData("table T {\n a:Unknown; }\nroot_type T;", 2, "no table 'Unknown'")]
    [InlineData("table T {\n a:[T2]; }\ntable T2 {} root_type T;", 2, "vector of tables")]
    [InlineData("table T {\n a:T; }\nroot_type T;", 2, "contains itself")]
    [InlineData("table T {\n a:int = 1.5; }\nroot_type T;", 2, "'1.5' is no Signed32")]
    [InlineData("table T {\n a:ubyte = 256; }\nroot_type T;", 2, "'256' is no Unsigned8")]
    [InlineData("table T {\n a:int = null; }\nroot_type T;", 2, "'null' is no Signed32")]
    [InlineData("table T {\n a:string = \"x\"; }\nroot_type T;", 2, "only numbers have a default")]
    [InlineData("table T {\n a:int (id: 1); }\nroot_type T;", 1, "ids of table 'T'")]
    [InlineData("struct S { a:int; }", 1, "'struct' is not understood")]
    [InlineData("\nunion U { A }", 2, "'union' is not understood")]
    [InlineData("include \"other.fbs\";", 1, "'include' is not understood")]
    [InlineData("table T { a int; }", 1, "expected ':'")]
    [InlineData("table T {\n\n a:int", 3, "the schema ends")]
    [InlineData("table T {} table T {}", 1, "declared twice")]
    [InlineData("enum E : float { A }", 1, "no type of whole numbers")]
    [InlineData("enum E { A }", 1, "expected ':'")]
    [InlineData("/* \n\n", 1, "comment has no end")]
    [InlineData("attribute \"x\n\";", 1, "no closing quote")]
    [InlineData("table T { a:int; } $", 1, "'$' belongs to no schema")]
    public void What_is_not_understood_is_told_with_its_line(string schema, int line, string problem)
    {
        var error = Should.Throw<FlatlogSchemaException>(() => new SchemaParser("own.fbs", schema).Parse().Root());

        error.File.ShouldBe("own.fbs");
        error.Line.ShouldBe(line, error.Message);
        error.Message.ShouldContain(problem);
        error.Message.ShouldStartWith($"own.fbs, line {line}: ");
    }

    [Theory]
    [InlineData("a 1 b c", "expected 'name code schema'")]
    [InlineData("a", "expected 'name code schema'")]
    [InlineData("a 65536", "expected 'name code schema'")]
    [InlineData("a -1", "expected 'name code schema'")]
    [InlineData("a_name_of_21_character 1", "at most 20 characters")]
    [InlineData("a 1 ../b", "no identifier")]
    [InlineData("a 1 missing", "there is no file")]
    [InlineData("a 1 empty_log\na 2 empty_log", "the name 'a' stands there twice")]
    [InlineData("a 1 empty_log\nb 1 empty_log", "the code 1 stands there twice")]
    public void Codes_that_are_none_are_told_with_their_line(string codes, string problem)
    {
        File.WriteAllText(_folder["logCodes.dat"], "# codes\n" + codes);

        var error = Should.Throw<FlatlogSchemaException>(() => FlatlogSchema.Load(_folder["logCodes.dat"], _folder.FullPath));

        error.Message.ShouldContain(problem);
        error.Line.ShouldBe(2 + codes.Count(c => c == '\n'));
    }

    [Fact]
    public void Any_text_is_a_schema_or_an_error_of_its_own()
    {
        const string Marks = "{}[]():;,=.-+\"/*\n ax09e";
        var random = new Random(4);
        for (var round = Fuzzing.Rounds(20_000, 1_000_000); round > 0; round--)
        {
            var text = Whole.ToCharArray();
            for (var change = random.Next(1, 5); change > 0; change--)
                text[random.Next(text.Length)] = Marks[random.Next(Marks.Length)];
            try
            {
                new SchemaParser("own.fbs", new string(text)[..(random.Next(4) == 0 ? random.Next(text.Length) : text.Length)]).Parse().Root();
            }
            catch (FlatlogSchemaException)
            {
                // Refused, which is as good.
            }
        }
    }
}
