using Catchment.Protocols.Iec104;
using Catchment.Tags.Mappings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Servers.Iec104;

/// <summary>A mapping at work: finds its point, tells it as an information object, and writes it by command. Source: <c>tags</c> 5.3, 6.3.</summary>
internal sealed partial class Iec104Binding
{
    private const int Never = -1;

    private readonly TagStore _store;
    private readonly MappedPoint _point;
    private readonly TimeProvider _time;
    private readonly double _factor;
    private int _toldIn = Never;
    private InformationObject _told;
    private double _toldNumber;

    /// <summary>A mapping that can be served.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="store">Where its point is.</param>
    /// <param name="time">The clock of what has no time of its own.</param>
    public Iec104Binding(Iec104Mapping mapping, TagStore store, TimeProvider time)
    {
        (Mapping, _store, _point, _time) = (mapping, store, new MappedPoint(store, mapping.Key), time);
        Type = TagElements.TypeOf(mapping.Type);
        PlainType = TagElements.PlainOf(Type);
        _factor = double.IsFinite(mapping.ScalingFactor) && mapping.ScalingFactor != 0 ? mapping.ScalingFactor : 1;
        IsWritable = string.Equals(mapping.Access, "rw", StringComparison.OrdinalIgnoreCase);
        PeriodMs = mapping.PeriodMs;
        TellsChanges = PeriodMs <= 0 || !string.Equals(mapping.Cause, "periodic", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The mapping.</summary>
    public Iec104Mapping Mapping { get; }

    /// <summary>Its type.</summary>
    public TypeId Type { get; }

    /// <summary>Its type without a time tag.</summary>
    public TypeId PlainType { get; }

    /// <summary>Whether it is a counter: told by counter interrogations, not by those of a station.</summary>
    public bool IsCounter => PlainType == TypeId.M_IT_NA_1;

    /// <summary>Whether each change of it counts, and not only the newest.</summary>
    public bool IsEach => PlainType is TypeId.M_SP_NA_1 or TypeId.M_DP_NA_1;

    /// <summary>Whether commands are taken.</summary>
    public bool IsWritable { get; }

    /// <summary>Whether it is told when it changes.</summary>
    public bool TellsChanges { get; }

    /// <summary>The cycle in which it is told, in milliseconds; 0: none.</summary>
    public int PeriodMs { get; }

    /// <summary>The point as it is now.</summary>
    public Iec104Point Read() => _point.Find() is { } point ? Of(point.Read()) : Absent();

    /// <summary>The point as it is now, without a time tag.</summary>
    public Iec104Point ReadPlain() => Read() with { Type = PlainType };

    /// <summary>
    /// The point as it is now for somebody who asks for it: where a deadband keeps changes back, he knows another value than the others from now on, and the next change
    /// is told to all.
    /// </summary>
    public Iec104Point ReadForOne()
    {
        var point = Read();
        if (Mapping.Deadband > 0 && point.Information.Bits != _told.Bits)
            Volatile.Write(ref _toldIn, Never);
        return point;
    }

    /// <summary>A change, if it is to be told. For one caller at a time.</summary>
    /// <param name="state">What the point has had; null: what it has now.</param>
    /// <param name="during">A number that has risen when somebody has come who knows nothing yet.</param>
    /// <param name="point">What is told.</param>
    public bool TryTell(PointState? state, int during, out Iec104Point point)
    {
        var found = _point.Find();
        PointState? present = found is null ? null : state ?? found.Read();
        var number = present is { } value && value.Value.TryGetNumber(out var read) ? read : double.NaN;
        point = present is { } known ? Of(known) : Absent();
        if (Volatile.Read(ref _toldIn) == during && !IsNews(point.Information, number))
            return false;
        (_told, _toldNumber) = (point.Information, number);
        Volatile.Write(ref _toldIn, during);
        return true;
    }

    /// <summary>Whether a point differs from what was told enough to be told.</summary>
    private bool IsNews(in InformationObject next, double number)
    {
        if (next.Qualifier != _told.Qualifier)
            return true;
        if (IsEach)
            return next.Bits != _told.Bits;
        return Mapping.Deadband > 0 ? !(Math.Abs(number - _toldNumber) < Mapping.Deadband) : next != _told;
    }

    private Iec104Point Of(in PointState state) =>
        Make(state.Value.TryGetNumber(out var number) ? number * _factor : double.NaN, TagElements.QualityOf(state.Quality), TimeOf(state.Timestamp));

    private Iec104Point Absent() => Make(double.NaN, QualityDescriptor.None, Cp56Time2a.Of(_time.GetUtcNow()).AsInvalid());

    private Iec104Point Make(double number, QualityDescriptor quality, Cp56Time2a time)
    {
        var made = TagElements.Make(PlainType, Mapping.Ioa, number, quality, _freezes & LastSequence);
        // Of a counter the octet has its sequence too.
        if (!Mapping.Quality)
            made = made with { Qualifier = IsCounter ? (byte)(made.Qualifier & ~(int)QualityDescriptor.Invalid) : (byte)0 };
        return new Iec104Point(Type, Type == PlainType ? made : made.At(time));
    }

    private static Cp56Time2a TimeOf(double timestamp)
    {
        var milliseconds = Math.Clamp(timestamp * 1000, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        // Of a time such as 1.123 s the double is a little below; the tag is cut to milliseconds.
        return Cp56Time2a.Of(DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(milliseconds)));
    }
}
