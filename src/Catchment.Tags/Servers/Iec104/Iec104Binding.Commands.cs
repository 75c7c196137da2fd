using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;
using Catchment.Tags.Store;

namespace Catchment.Tags.Servers.Iec104;

/// <content>Commands, and what is done with counters.</content>
internal sealed partial class Iec104Binding
{
    private const int LastSequence = 0x1F;
    private const int LastStep = 63;
    private const int FirstStep = -64;

    private static readonly Iec104CommandOutcome Accepted = new(Iec104CommandAnswer.Accepted);
    private static readonly Iec104CommandOutcome Refused = new(Iec104CommandAnswer.Refused);

    private int _freezes;
    private volatile Frozen? _frozen;

    /// <summary>Takes a command; when it returns, what it writes is visible.</summary>
    /// <param name="command">The command.</param>
    public Iec104CommandOutcome Take(in Iec104Command command)
    {
        if (!IsWritable)
            return Refused;
        if (!TagElements.Takes(PlainType, command.Type))
            return new Iec104CommandOutcome(Iec104CommandAnswer.UnknownType);
        if (command.Kind == Iec104CommandKind.Cancel)
            return Accepted;
        var point = _point.Find();
        if (ValueOf(command, point) is not { } value || !CanHave(point, value))
            return Refused;
        return command.Kind == Iec104CommandKind.Select || Write(point, value) ? Accepted : Refused;
    }

    /// <summary>What a counter interrogation tells: what was frozen last, or the counter as it is.</summary>
    public Iec104Point ReadCounter() => _frozen?.Point ?? Read();

    /// <summary>Keeps a counter as it is now for counter interrogations; each time its sequence rises.</summary>
    public void Freeze()
    {
        Interlocked.Increment(ref _freezes);
        _frozen = new Frozen(Read());
    }

    /// <summary>Whether a counter can begin anew.</summary>
    public bool CanReset => IsWritable && CanHave(_point.Find(), TagValue.Of(0));

    /// <summary>Lets a counter begin anew: its point becomes 0.</summary>
    /// <returns>Whether it did.</returns>
    public bool Reset() => Write(_point.Find(), TagValue.Of(0));

    /// <summary>The value of a command; null: there is none.</summary>
    private TagValue? ValueOf(in Iec104Command command, DataPoint? point)
    {
        if (TagElements.NumberOf(command.Type, command.Information) is not { } number)
            return Stepped(command.Information.RegulatingStep, point);
        // A key that is not registered yet becomes a switch by it.
        if (TagElements.IsSwitch(command.Type))
            return point is null or { Definition.Type: TagType.Bool } ? TagValue.Of(number != 0) : TagValue.Of((long)number);
        number /= _factor;
        if (!double.IsFinite(number))
            return null;
        return _factor == 1 && Math.Truncate(number).Equals(number) && command.Type is not (TypeId.C_SE_NC_1 or TypeId.C_SE_TC_1) ? TagValue.Of((long)number) : TagValue.Of(number);
    }

    /// <summary>One step up or down from what is told now.</summary>
    private TagValue? Stepped(RegulatingStep step, DataPoint? point)
    {
        var isHigher = step == RegulatingStep.Higher;
        if (point is { Definition.Type: TagType.Bool })
            return TagValue.Of(isHigher);
        if (point is null || !point.Read().Value.TryGetNumber(out var number) || !double.IsFinite(number))
            return null;
        var told = (number * _factor) + (isHigher ? 1 : -1);
        if (PlainType == TypeId.M_ST_NA_1 && told is < FirstStep or > LastStep)
            return null;
        return TagValue.Of(told / _factor);
    }

    /// <summary>Whether the point takes a value just as it is. A key that is not registered does where writing registers it.</summary>
    private bool CanHave(DataPoint? point, in TagValue value)
    {
        if (point is null)
            return _store.UnknownKeys == UnknownKeys.Register;
        if (!TagCoercion.TryCoerce(value, point.Definition.Type, out var stored))
            return false;
        return point.Definition.Limits is not { IsClamped: false } limits || !stored.TryGetNumber(out var number) || (number >= (limits.Low ?? number) && number <= (limits.High ?? number));
    }

    private bool Write(DataPoint? point, in TagValue value)
    {
        var write = new TagWrite(value, TagOrigin.Iec104);
        return (point is null ? _store.Write(Mapping.Key, write) : _store.Write(point, write)) is WriteResult.Written or WriteResult.Registered;
    }

    private sealed record Frozen(Iec104Point Point);
}
