namespace Catchment.Protocols.Flatlogs.Schemas;

/// <summary>The tables of a schema: names become types.</summary>
internal sealed class SchemaTables(string file, IReadOnlyDictionary<string, TableDeclaration> tables, IReadOnlyDictionary<string, EnumDeclaration> enums, SchemaToken? root)
{
    /// <summary>Tables in one another: FlatBuffers itself reads no more than 64.</summary>
    private const int MostDepth = 64;

    private readonly Dictionary<string, FlatlogTable> _built = new(StringComparer.Ordinal);
    private readonly Stack<string> _open = new();

    /// <summary>The table that <c>root_type</c> names.</summary>
    /// <exception cref="FlatlogSchemaException">None is named, or a type is not known.</exception>
    public FlatlogTable Root() => root is { } name ? Build(name.Text, name.Line) : throw new FlatlogSchemaException(file, 1, "no root_type");

    /// <summary>The table of a name.</summary>
    /// <exception cref="FlatlogSchemaException">There is none, or a type is not known.</exception>
    public FlatlogTable Table(string name) => Build(name, 1);

    private FlatlogTable Build(string name, int line)
    {
        if (_built.TryGetValue(name, out var built))
            return built;
        if (!tables.TryGetValue(Last(name), out var table))
            throw new FlatlogSchemaException(file, line, $"there is no table '{name}'");
        // A type in itself would let a short message become a text without bound.
        if (_open.Contains(table.Name) || _open.Count == MostDepth)
            throw new FlatlogSchemaException(file, line, $"table '{table.Name}' contains itself, or stands in more than {MostDepth} others");
        _open.Push(table.Name);
        built = new FlatlogTable(table.Name, [.. table.Fields.Select(Field)]);
        _open.Pop();
        _built[name] = built;
        return built;
    }

    private FlatlogField Field(FieldDeclaration field, int index)
    {
        if (ScalarTypes.Find(field.Type) is { } kind)
            return field.IsVector ? Vector(index, field, kind) : new FlatlogField(index, field.Name, kind, defaultBits: Default(field, kind));
        if (enums.TryGetValue(Last(field.Type), out var choice))
            return field.IsVector ? Vector(index, field, choice.Kind) : new FlatlogField(index, field.Name, choice.Kind, defaultBits: Default(field, choice));
        if (field.IsVector || field.Default is not null)
            throw Error(field, field.IsVector ? "a vector of tables is not understood" : "only numbers have a default");
        return new FlatlogField(index, field.Name, FlatlogFieldKind.Table, table: Build(field.Type, field.Line));
    }

    private FlatlogField Vector(int index, FieldDeclaration field, FlatlogFieldKind element) => field.Default is null
        ? new FlatlogField(index, field.Name, FlatlogFieldKind.Vector, element)
        : throw Error(field, "only numbers have a default");

    private ulong Default(FieldDeclaration field, FlatlogFieldKind kind)
    {
        if (field.Default is not { } value)
            return 0;
        if (kind == FlatlogFieldKind.Text)
            throw Error(field, "only numbers have a default");
        return ScalarTypes.Bits(kind, value.Text) ?? throw Error(field, $"'{value.Text}' is no {kind}");
    }

    private ulong Default(FieldDeclaration field, EnumDeclaration choice)
    {
        if (field.Default is not { } value)
            return 0;
        return (choice.Values.TryGetValue(Last(value.Text), out var named) ? ScalarTypes.Bits(choice.Kind, named) : ScalarTypes.Bits(choice.Kind, value.Text))
            ?? throw Error(field, $"'{value.Text}' is no value of {field.Type}");
    }

    private FlatlogSchemaException Error(FieldDeclaration field, string problem) => new(file, field.Line, $"field '{field.Name}': {problem}");

    /// <summary>A name without its namespace.</summary>
    private static string Last(string name) => name[(name.LastIndexOf('.') + 1)..];
}
