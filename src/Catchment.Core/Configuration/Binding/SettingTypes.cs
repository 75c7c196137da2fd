using Catchment.Core.Databases;

namespace Catchment.Core.Configuration.Binding;

/// <summary>Finds the <see cref="SettingType"/> of a property's type.</summary>
internal static class SettingTypes
{
    private static readonly Dictionary<Type, SettingType> Scalars = new()
    {
        [typeof(bool)] = new BooleanSettingType(),
        [typeof(int)] = new WholeNumberSettingType(int.MinValue, int.MaxValue, static value => (int)value),
        [typeof(long)] = new WholeNumberSettingType(long.MinValue, long.MaxValue, static value => value),
        [typeof(double)] = new NumberSettingType(),
        [typeof(string)] = new TextSettingType(),
        [typeof(ByteSize)] = new ByteSizeSettingType(),
        [typeof(TimeSpan)] = new DurationSettingType(),
        [typeof(DatabaseUrl)] = new DatabaseUrlSettingType(),
        [typeof(ConfigurationNode)] = new NodeSettingType(),
    };

    /// <summary>The setting type of a property's type, nullable value types already unwrapped.</summary>
    /// <param name="type">The type.</param>
    /// <exception cref="ArgumentException">Options cannot be of this type.</exception>
    public static SettingType Of(Type type)
    {
        if (Scalars.TryGetValue(type, out var scalar))
            return scalar;
        if (type.IsEnum)
            return new EnumSettingType(type);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return new ListSettingType(Of(type.GetGenericArguments()[0]), type.GetGenericArguments()[0]);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) && type.GetGenericArguments()[0] == typeof(string))
            return new MapSettingType(Of(type.GetGenericArguments()[1]), type.GetGenericArguments()[1]);
        if (type is { IsClass: true, IsAbstract: false } && type.GetConstructor(Type.EmptyTypes) is not null)
            return new RecordSettingType(OptionsShape.Of(type));
        throw new ArgumentException($"{type} cannot be the type of a setting.", nameof(type));
    }
}
