using System.Runtime.CompilerServices;

namespace Catchment.Protocols.ZeroMq;

/// <summary>Checks options; the message names the option, its value and what is allowed.</summary>
internal static class OptionBounds
{
    /// <summary>Demands a least value.</summary>
    /// <exception cref="ArgumentException">The value is smaller.</exception>
    public static void AtLeast<T>(T value, T least, [CallerArgumentExpression(nameof(value))] string option = "")
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0) throw new ArgumentException($"{option} is {value}, but must be at least {least}", nameof(value));
    }

    /// <summary>Demands a greatest value.</summary>
    /// <exception cref="ArgumentException">The value is greater.</exception>
    public static void AtMost<T>(T value, T most, [CallerArgumentExpression(nameof(value))] string option = "")
        where T : IComparable<T>
    {
        if (value.CompareTo(most) > 0) throw new ArgumentException($"{option} is {value}, but must be at most {most}", nameof(value));
    }
}
