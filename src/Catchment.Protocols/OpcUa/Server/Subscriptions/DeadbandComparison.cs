using System.Numerics;

namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>Whether numbers differ by more than a deadband. Source: OPC 10000-4, 7.22.2.</summary>
internal static class DeadbandComparison
{
    /// <summary>Whether a number, or an element of an array of numbers, differs by more than a deadband; also whether there is another type or number of elements.</summary>
    public static bool Exceeds(in Variant one, in Variant other, double deadband)
    {
        if (one.Type != other.Type || one.IsArray != other.IsArray)
            return true;
        if (one.Type != BuiltInType.Boolean && one.TryGetNumber(out var mine) && other.TryGetNumber(out var others))
            return Exceeds(mine, others, deadband);
        if (one.Reference is not UaArray array || other.Reference is not UaArray otherArray)
            return one != other;
        if (ReferenceEquals(array.Elements, otherArray.Elements))
            return false;
        if (!array.Dimensions.AsSpan().SequenceEqual(otherArray.Dimensions) || array.Elements.Length != otherArray.Elements.Length)
            return true;
        return one.Type switch
        {
            BuiltInType.SByte => Exceeds<sbyte>(array, otherArray, deadband),
            BuiltInType.Byte => Exceeds<byte>(array, otherArray, deadband),
            BuiltInType.Int16 => Exceeds<short>(array, otherArray, deadband),
            BuiltInType.UInt16 => Exceeds<ushort>(array, otherArray, deadband),
            BuiltInType.Int32 => Exceeds<int>(array, otherArray, deadband),
            BuiltInType.UInt32 => Exceeds<uint>(array, otherArray, deadband),
            BuiltInType.Int64 => Exceeds<long>(array, otherArray, deadband),
            BuiltInType.UInt64 => Exceeds<ulong>(array, otherArray, deadband),
            BuiltInType.Float => Exceeds<float>(array, otherArray, deadband),
            BuiltInType.Double => Exceeds<double>(array, otherArray, deadband),
            _ => one != other,
        };
    }

    private static bool Exceeds<T>(UaArray one, UaArray other, double deadband)
        where T : INumberBase<T>
    {
        var mine = (T[])one.Elements;
        var others = (T[])other.Elements;
        for (var i = 0; i < mine.Length; i++)
        {
            if (Exceeds(double.CreateSaturating(mine[i]), double.CreateSaturating(others[i]), deadband))
                return true;
        }

        return false;
    }

    private static bool Exceeds(double one, double other, double deadband) =>
        double.IsNaN(one) || double.IsNaN(other) ? double.IsNaN(one) != double.IsNaN(other) : Math.Abs(one - other) > deadband;
}
