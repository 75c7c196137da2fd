namespace Catchment.Protocols.OpcUa;

/// <summary>How an operation went, or what a value is worth. Source: OPC 10000-4, 7.39.</summary>
/// <param name="Value">All 32 bits: severity in the upper two, the condition in the next fourteen, flags in the lower sixteen.</param>
public readonly record struct StatusCode(uint Value)
{
    private const uint CodeMask = 0xFFFF0000;

    /// <summary>It went well; the value can be used.</summary>
    public bool IsGood => Value >> 30 == 0;

    /// <summary>It went well with a reservation.</summary>
    public bool IsUncertain => Value >> 30 == 1;

    /// <summary>It failed; the value cannot be used.</summary>
    public bool IsBad => Value >> 30 > 1;

    /// <summary>The condition without its flags, to compare with <see cref="StatusCodes"/>.</summary>
    public StatusCode Condition => new(Value & CodeMask);

    /// <summary>The standard's name of the condition, for example <c>BadNodeIdUnknown</c>; hexadecimal where it has none here.</summary>
    public override string ToString() => StatusCodes.NameOf(this);
}
