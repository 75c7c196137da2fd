using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Catchment.Core.Plugins;

namespace Catchment.Files.Plugins.Foreign;

/// <summary>Reads from an assembly's metadata which plugins it has; none of its code runs.</summary>
internal sealed class AssemblyScan
{
    /// <summary>The assembly that plugins share with the program, and the only one.</summary>
    public const string Shared = "Catchment.Core";

    /// <summary>The static property of a class that gives its definition.</summary>
    public const string DefinitionProperty = "Definition";

    private static readonly Version Offered = typeof(IIngestPlugin).Assembly.GetName().Version!;

    private readonly string _file;
    private readonly MetadataReader _reader;

    private AssemblyScan(string file, MetadataReader reader) => (_file, _reader) = (file, reader);

    /// <summary>The plugins of an assembly; of one that has nothing to do with plugins none.</summary>
    /// <param name="file">Its absolute path.</param>
    public static IReadOnlyList<ForeignPlugin> Of(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (string.Equals(name, Shared, StringComparison.Ordinal))
            return []; // A copy that was published along; ours is taken.
        try
        {
            using var stream = File.OpenRead(file);
            using var image = new PEReader(stream);
            return image.HasMetadata ? new AssemblyScan(file, image.GetMetadataReader()).Plugins(name) : [];
        }
        catch (BadImageFormatException)
        {
            return [new ForeignPlugin(name, file, "", "is no assembly of .NET, or a damaged one")];
        }
    }

    private ForeignPlugin[] Plugins(string name)
    {
        if (_reader.AssemblyReferences.Select(_reader.GetAssemblyReference).Where(r => _reader.StringComparer.Equals(r.Name, Shared)).Select(r => r.Version).FirstOrDefault() is not { } wanted)
            return [];
        var problem = wanted.Major != Offered.Major || wanted > Offered
            ? $"was made for {Shared} {wanted}, and this program has {Offered}; build it for this version"
            : null;
        ForeignPlugin[] plugins = [.. _reader.TypeDefinitions.Select(_reader.GetTypeDefinition).Where(IsPlugin).Select(type => new ForeignPlugin(_reader.GetString(type.Name), _file, FullName(type), problem))];
        return plugins.Length > 0 ? plugins : [new ForeignPlugin(name, _file, "", problem ?? $"has no public class that implements {nameof(IIngestPlugin)} or has a static property {DefinitionProperty} of type {nameof(PluginDefinition)}")];
    }

    private bool IsPlugin(TypeDefinition type)
    {
        if ((type.Attributes & TypeAttributes.VisibilityMask) != TypeAttributes.Public || type.Attributes.HasFlag(TypeAttributes.Interface) || type.GetGenericParameters().Count > 0)
            return false;
        return HasDefinition(type) || (!type.Attributes.HasFlag(TypeAttributes.Abstract) && Implements(type));
    }

    private bool HasDefinition(TypeDefinition type) => type.GetProperties().Select(_reader.GetPropertyDefinition)
        .Any(property => _reader.StringComparer.Equals(property.Name, DefinitionProperty)
            && property.GetAccessors().Getter is { IsNil: false } getter
            && (_reader.GetMethodDefinition(getter).Attributes & (MethodAttributes.Static | MethodAttributes.MemberAccessMask)) == (MethodAttributes.Static | MethodAttributes.Public));

    private bool Implements(TypeDefinition type)
    {
        while (true)
        {
            if (type.GetInterfaceImplementations().Select(_reader.GetInterfaceImplementation).Any(one => IsIngestPlugin(one.Interface)))
                return true;
            if (type.BaseType.Kind != HandleKind.TypeDefinition)
                return false;
            type = _reader.GetTypeDefinition((TypeDefinitionHandle)type.BaseType);
        }
    }

    private bool IsIngestPlugin(EntityHandle handle)
    {
        if (handle.Kind != HandleKind.TypeReference)
            return false;
        var type = _reader.GetTypeReference((TypeReferenceHandle)handle);
        return _reader.StringComparer.Equals(type.Name, nameof(IIngestPlugin)) && _reader.StringComparer.Equals(type.Namespace, typeof(IIngestPlugin).Namespace!);
    }

    private string FullName(TypeDefinition type) => type.Namespace.IsNil ? _reader.GetString(type.Name) : $"{_reader.GetString(type.Namespace)}.{_reader.GetString(type.Name)}";
}
