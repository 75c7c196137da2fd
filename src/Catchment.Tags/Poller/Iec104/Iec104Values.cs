using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Asdus;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Conversion;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Iec104;

/// <summary>Information objects to values of tags, and back as commands. Source: <c>tags</c> 10.4, 10.6.</summary>
internal static class Iec104Values
{
    private const QualityDescriptor PointFlags = QualityDescriptor.Blocked | QualityDescriptor.Substituted | QualityDescriptor.NotTopical | QualityDescriptor.Invalid;

    /// <summary>What a type tells, whatever its time tag: the type without one.</summary>
    internal static TypeId Plain(TypeId type) => type == TypeId.M_ME_ND_1 ? TypeId.M_ME_NA_1 : type.WithoutTime();

    /// <summary>What is wrong with a value.</summary>
    internal static QualityDescriptor Flags(TypeId type, in InformationObject one) => Plain(type) switch
    {
        _ when type == TypeId.M_ME_ND_1 => QualityDescriptor.None,
        TypeId.M_IT_NA_1 => one.Quality & QualityDescriptor.Invalid,
        TypeId.M_SP_NA_1 or TypeId.M_DP_NA_1 => one.Quality & PointFlags,
        _ => one.Quality & (PointFlags | QualityDescriptor.Overflow),
    };

    /// <summary>When the value was true, in Unix seconds.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="one">The object.</param>
    /// <param name="now">When it was received.</param>
    /// <param name="zone">Whose wall clock the tag tells.</param>
    /// <returns>Null: it has no time tag, or one that cannot be trusted.</returns>
    internal static double? TimeOf(TypeId type, in InformationObject one, DateTimeOffset now, TimeZoneInfo zone)
    {
        DateTimeOffset time = default;
        var isTold = type switch
        {
            >= TypeId.M_SP_TB_1 and <= TypeId.M_IT_TB_1 => one.Time.TryGetTime(out time, zone),
            TypeId.M_ME_ND_1 => false,
            _ => type != Plain(type) && one.Time.TryGetTimeNear(now, out time),
        };
        return isTold ? (time - DateTimeOffset.UnixEpoch).TotalSeconds : null;
    }

    /// <summary>The value of a tag.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="type">The object's type.</param>
    /// <param name="one">The object.</param>
    /// <param name="value">The value.</param>
    /// <returns>Null; or why there is no value, in words.</returns>
    internal static string? Read(PollerTag tag, TypeId type, in InformationObject one, out TagValue value)
    {
        value = TagValue.Null;
        switch (Plain(type))
        {
            case TypeId.M_SP_NA_1:
                return TagConversion.Finish(tag, isWhole: true, one.IsOn ? 1 : 0, 0, out value);
            case TypeId.M_DP_NA_1 when tag.IsDiscrete:
                return one.DoublePoint is DoublePoint.On or DoublePoint.Off
                    ? TagConversion.Finish(tag, isWhole: true, one.DoublePoint == DoublePoint.On ? 1 : 0, 0, out value)
                    : $"the double point is {(one.DoublePoint == DoublePoint.Intermediate ? "between on and off" : "neither on nor off")}";
            case TypeId.M_DP_NA_1:
                return TagConversion.Finish(tag, isWhole: true, (int)one.DoublePoint, 0, out value);
            case TypeId.M_ST_NA_1:
                return TagConversion.Finish(tag, isWhole: true, one.StepPosition, 0, out value);
            case TypeId.M_BO_NA_1:
                return TagConversion.Finish(tag, isWhole: true, one.BitString, 0, out value);
            case TypeId.M_ME_NA_1:
                return TagConversion.Finish(tag, isWhole: false, 0, one.Normalized, out value);
            case TypeId.M_ME_NB_1:
                return TagConversion.Finish(tag, isWhole: true, one.Scaled, 0, out value);
            case TypeId.M_ME_NC_1:
                return float.IsFinite(one.ShortFloat) ? TagConversion.Finish(tag, isWhole: false, 0, one.ShortFloat, out value) : "the station has no finite number";
            case TypeId.M_IT_NA_1:
                return TagConversion.Finish(tag, isWhole: true, one.Counter, 0, out value);
            default:
                return $"a value of the type {type} is none that a tag can have";
        }
    }

    /// <summary>The command that a tag's value becomes: the scale is taken back.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="value">Its value.</param>
    /// <param name="present">What it has now: a step position goes up or down from there.</param>
    /// <param name="command">The command.</param>
    /// <returns>Null; or why there is none, in words.</returns>
    internal static string? Write(PollerTag tag, in TagValue value, in TagValue present, out Iec104CommandForm command)
    {
        command = default;
        var place = tag.Iec104!;
        var type = CommandOf(place.Type);
        double raw;
        if (tag.IsDiscrete)
            raw = TagConversion.Bit(tag, value) ? 1 : 0;
        else if (!value.TryGetNumber(out var number) || !double.IsFinite(raw = tag.Scaling.Invert(number)))
            return $"{value} is no value that this tag can have";
        if (type == TypeId.C_DC_NA_1 && tag.IsDiscrete)
            raw = raw == 0 ? (int)DoublePoint.Off : (int)DoublePoint.On;
        if (type == TypeId.C_RC_NA_1)
        {
            if (!present.TryGetNumber(out var position) || tag.IsDiscrete)
                return "the step position is not known, so that no step leads to another";
            position = tag.Scaling.Invert(position);
            if (raw == position)
                return $"the step position is {value} already";
            raw = (int)(raw > position ? RegulatingStep.Higher : RegulatingStep.Lower);
        }

        return Write(type, place.CommandAddress, raw, out command);
    }

    /// <summary>A command.</summary>
    /// <param name="type">Its type, without a time tag.</param>
    /// <param name="address">The information object address.</param>
    /// <param name="raw">A finite number: 0 or 1, of double commands 1 or 2, of steps 1 (lower) or 2 (higher), of the others the value.</param>
    /// <param name="command">The command.</param>
    /// <returns>Null; or why there is none, in words.</returns>
    internal static string? Write(TypeId type, int address, double raw, out Iec104CommandForm command)
    {
        // What was divided by a factor is a hair beside the whole number that was meant.
        var whole = Math.Round(raw);
        InformationObject? one = type switch
        {
            TypeId.C_SC_NA_1 when whole is 0 or 1 => InformationObject.SingleCommand(address, whole == 1),
            TypeId.C_DC_NA_1 when whole is 1 or 2 => InformationObject.DoubleCommand(address, whole == 2),
            TypeId.C_RC_NA_1 when whole is 1 or 2 => InformationObject.StepCommand(address, (RegulatingStep)whole),
            TypeId.C_SE_NA_1 when raw is >= -1 and <= 1 => InformationObject.OfNormalized(address, raw),
            TypeId.C_SE_NB_1 when whole is >= short.MinValue and <= short.MaxValue => InformationObject.OfScaled(address, whole),
            TypeId.C_SE_NC_1 when Math.Abs(raw) <= float.MaxValue => InformationObject.OfFloat(address, raw),
            TypeId.C_BO_NA_1 when whole is >= 0 and <= uint.MaxValue => InformationObject.OfBits(address, (uint)whole),
            _ => null,
        };
        command = new Iec104CommandForm(type, one.GetValueOrDefault());
        return one is null ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{raw} is beyond what {type} can command") : null;
    }

    /// <summary>The type of command for a point, without a time tag. Source: <c>tags</c> 10.6.</summary>
    /// <param name="type">Of a point, or of a command already.</param>
    /// <returns><see cref="TypeId.None"/>: there is no such command.</returns>
    internal static TypeId CommandOf(TypeId type) => Plain(type) switch
    {
        TypeId.M_SP_NA_1 => TypeId.C_SC_NA_1,
        TypeId.M_DP_NA_1 => TypeId.C_DC_NA_1,
        TypeId.M_ST_NA_1 => TypeId.C_RC_NA_1,
        TypeId.M_ME_NA_1 => TypeId.C_SE_NA_1,
        TypeId.M_ME_NB_1 => TypeId.C_SE_NB_1,
        TypeId.M_ME_NC_1 => TypeId.C_SE_NC_1,
        TypeId.M_BO_NA_1 => TypeId.C_BO_NA_1,
        >= TypeId.C_SC_TA_1 and <= TypeId.C_BO_TA_1 => type - (TypeId.C_SC_TA_1 - TypeId.C_SC_NA_1),
        _ => type.IsCommand() ? type : TypeId.None,
    };
}
