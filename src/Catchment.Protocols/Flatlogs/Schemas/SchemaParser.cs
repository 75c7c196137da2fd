namespace Catchment.Protocols.Flatlogs.Schemas;

/// <summary>
/// Reads the part of the schema language that messages are written in. What would change the layout of a message and is not understood
/// (structs, unions, vectors of tables, optional scalars, includes) is refused, not passed over.
/// </summary>
/// <param name="file">Its name, for errors.</param>
/// <param name="text">The schema.</param>
internal sealed class SchemaParser(string file, string text)
{
    private const int MostDeclarations = 1_000;
    private const int MostFields = 1_000;

    private readonly SchemaLexer _lexer = new(file, text);
    private readonly Dictionary<string, TableDeclaration> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EnumDeclaration> _enums = new(StringComparer.Ordinal);
    private SchemaToken _token;
    private SchemaToken? _root;

    /// <summary>Reads the schema.</summary>
    /// <exception cref="FlatlogSchemaException">The text is no schema, or says what is not understood.</exception>
    public SchemaTables Parse()
    {
        Advance();
        while (!_token.IsEnd)
            Declaration();
        return new SchemaTables(file, _tables, _enums, _root);
    }

    private void Declaration()
    {
        if (_tables.Count + _enums.Count > MostDeclarations)
            throw Error($"more than {MostDeclarations} tables and enums");
        var keyword = Take();
        switch (keyword.Text)
        {
            case "table":
                Table();
                break;
            case "enum":
                Enum();
                break;
            case "root_type":
                _root = Identifier("the name of a table");
                Expect(";");
                break;
            case "namespace":
            case "attribute":
            case "file_identifier":
            case "file_extension":
                while (_token.Text != ";" && !_token.IsEnd)
                    Advance();
                Expect(";");
                break;
            default:
                throw new FlatlogSchemaException(file, keyword.Line, $"'{keyword.Text}' is not understood: only namespace, table, enum and root_type are");
        }
    }

    private void Table()
    {
        var name = Declare();
        Attributes();
        Expect("{");
        var fields = new List<FieldDeclaration>();
        while (_token.Text != "}")
        {
            if (fields.Count == MostFields)
                throw Error($"more than {MostFields} fields");
            var field = Field();
            if (fields.Exists(f => f.Name == field.Name))
                throw new FlatlogSchemaException(file, field.Line, $"the field '{field.Name}' stands there twice");
            fields.Add(field);
        }

        Advance();
        _tables.Add(name.Text, new TableDeclaration(name.Text, InOrder(name, fields), name.Line));
    }

    private FieldDeclaration Field()
    {
        var name = Identifier("the name of a field or '}'");
        Expect(":");
        var isVector = _token.Text == "[";
        if (isVector)
            Advance();
        var type = Identifier("a type");
        if (isVector)
            Expect("]");
        SchemaToken? value = null;
        if (_token.Text == "=")
        {
            Advance();
            value = Take();
        }

        var id = Attributes();
        Expect(";");
        return new FieldDeclaration(name.Text, type.Text, isVector, value, id, name.Line);
    }

    // With ids the order in the text means nothing. Either all fields have one, or none has.
    private List<FieldDeclaration> InOrder(SchemaToken table, List<FieldDeclaration> fields)
    {
        if (fields.TrueForAll(f => f.Id is null))
            return fields;
        var ordered = fields.OrderBy(f => f.Id).ToList();
        return ordered.Select((f, i) => f.Id == i).All(right => right)
            ? ordered
            : throw new FlatlogSchemaException(file, table.Line, $"the ids of table '{table.Text}' are not 0 to {fields.Count - 1}");
    }

    private void Enum()
    {
        var name = Declare();
        Expect(":");
        var type = Identifier("a whole number's type");
        var kind = ScalarTypes.Find(type.Text) is { } found and < FlatlogFieldKind.Real32 and not FlatlogFieldKind.Bool
            ? found
            : throw new FlatlogSchemaException(file, type.Line, $"'{type.Text}' is no type of whole numbers");
        var areFlags = _token.Text == "(" && AttributeNames().Contains("bit_flags");
        Expect("{");
        var values = new Dictionary<string, Int128>(StringComparer.Ordinal);
        Int128 next = 0;
        while (_token.Text != "}")
        {
            if (values.Count == MostFields)
                throw Error($"more than {MostFields} values");
            var value = Identifier("the name of a value or '}'");
            if (_token.Text == "=")
            {
                Advance();
                var number = Take();
                next = ScalarTypes.Whole(number.Text) ?? throw new FlatlogSchemaException(file, number.Line, $"'{number.Text}' is no whole number");
            }

            if (!values.TryAdd(value.Text, areFlags ? Int128.One << (int)Int128.Clamp(next, 0, 64) : next))
                throw new FlatlogSchemaException(file, value.Line, $"the value '{value.Text}' stands there twice");
            next++;
            if (_token.Text != "}")
                Expect(",");
        }

        Advance();
        _enums.Add(name.Text, new EnumDeclaration(kind, values));
    }

    private SchemaToken Declare()
    {
        var name = Identifier("a name");
        return !_tables.ContainsKey(name.Text) && !_enums.ContainsKey(name.Text) ? name : throw new FlatlogSchemaException(file, name.Line, $"'{name.Text}' is declared twice");
    }

    /// <summary>Passes over attributes; of ids the number.</summary>
    private int? Attributes()
    {
        if (_token.Text != "(")
            return null;
        int? id = null;
        AttributeNames((name, value) =>
        {
            if (name.Text == "id")
                id = value is { } v && int.TryParse(v.Text.Trim('"'), out var number) ? number : throw new FlatlogSchemaException(file, name.Line, "an id without its number");
        });
        return id;
    }

    private List<string> AttributeNames(Action<SchemaToken, SchemaToken?>? each = null)
    {
        var names = new List<string>();
        Expect("(");
        while (_token.Text != ")")
        {
            var name = Identifier("the name of an attribute or ')'");
            SchemaToken? value = null;
            if (_token.Text == ":")
            {
                Advance();
                value = Take();
            }

            each?.Invoke(name, value);
            names.Add(name.Text);
            if (_token.Text != ")")
                Expect(",");
        }

        Advance();
        return names;
    }

    private SchemaToken Identifier(string what) => _token.IsIdentifier ? Take() : throw Error($"expected {what}");

    private void Expect(string mark)
    {
        if (_token.Text != mark)
            throw Error($"expected '{mark}'");
        Advance();
    }

    private SchemaToken Take()
    {
        var taken = _token;
        if (taken.IsEnd)
            throw Error("expected more");
        Advance();
        return taken;
    }

    private void Advance() => _token = _lexer.Next();

    private FlatlogSchemaException Error(string problem) =>
        new(file, _token.Line, _token.IsEnd ? $"{problem}, but the schema ends" : $"{problem}, but there is '{_token.Text}'");
}
