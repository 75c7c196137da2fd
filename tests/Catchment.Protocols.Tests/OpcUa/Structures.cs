using System.Collections;
using System.Reflection;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>Every structure of the library that can be read and written, by its name.</summary>
internal static class Structures
{
    public static IReadOnlyList<Type> All { get; } =
    [
        .. typeof(NodeId).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IUaDecodable<>)))
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    private static readonly Dictionary<Type, Func<byte[], OpcUaLimits, (IUaStructure, int)>> Decoders = All.ToDictionary(
        type => type,
        type => typeof(Structures).GetMethod(nameof(DecodeAs), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type).CreateDelegate<Func<byte[], OpcUaLimits, (IUaStructure, int)>>());

    public static Type Named(string name) => All.Single(type => type.Name == name);

    public static byte[] Encode(IUaStructure structure)
    {
        using var writer = new UaWriter();
        structure.Encode(writer);
        return writer.Written.ToArray();
    }

    /// <summary>A structure out of all of the bytes.</summary>
    public static IUaStructure Decode(Type type, byte[] bytes)
    {
        var (structure, length) = Decoders[type](bytes, new OpcUaLimits());
        length.ShouldBe(bytes.Length, type.Name);
        return structure;
    }

    /// <summary>A structure out of as many of the bytes as it takes.</summary>
    public static IUaStructure DecodeSome(Type type, byte[] bytes, OpcUaLimits limits) => Decoders[type](bytes, limits).Item1;

    /// <summary>Members that are told, by name.</summary>
    public static IEnumerable<PropertyInfo> Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    /// <summary>Whether both hold the same, arrays and structures by what is in them.</summary>
    public static bool Same(object? left, object? right) => (left, right) switch
    {
        (Array mine, Array others) => mine.Length == others.Length && ((IEnumerable)mine).Cast<object?>().Zip(others.Cast<object?>()).All(pair => Same(pair.First, pair.Second)),
        (IUaStructure mine, IUaStructure others) => mine.GetType() == others.GetType() && Members(mine.GetType()).All(member => Same(member.GetValue(mine), member.GetValue(others))),
        _ => Equals(left, right),
    };

    private static (IUaStructure Structure, int Length) DecodeAs<T>(byte[] bytes, OpcUaLimits limits)
        where T : IUaDecodable<T>
    {
        var reader = new UaReader(bytes, limits);
        var structure = T.Decode(ref reader);
        return (structure, reader.Position);
    }
}
