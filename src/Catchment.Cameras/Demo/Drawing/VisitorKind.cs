namespace Catchment.Cameras.Demo.Drawing;

/// <summary>What comes by in front of an outpost's camera.</summary>
internal enum VisitorKind
{
    /// <summary>A person.</summary>
    Person,

    /// <summary>A car.</summary>
    Car,

    /// <summary>A dog.</summary>
    Dog,

    /// <summary>A cat.</summary>
    Cat,
}
