namespace Catchment.Tags.Servers.Snmp;

/// <summary>The columns of the table of tags; the numbers are their last arcs.</summary>
public enum TagColumn
{
    /// <summary>The key.</summary>
    Key = 2,

    /// <summary>The value as text.</summary>
    Value = 3,

    /// <summary>The value as a whole number, truncated and limited to 32 bits.</summary>
    Number = 4,

    /// <summary>The value in thousandths, rounded and limited to 32 bits.</summary>
    Thousandths = 5,

    /// <summary>1 good, 2 uncertain, 3 bad.</summary>
    Quality = 6,

    /// <summary>The units.</summary>
    Units = 7,

    /// <summary>The time of the last write.</summary>
    Time = 8,

    /// <summary>1 float, 2 int, 3 bool, 4 string, 5 raw.</summary>
    Type = 9,
}
