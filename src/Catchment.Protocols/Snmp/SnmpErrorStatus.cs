namespace Catchment.Protocols.Snmp;

/// <summary>What an agent says of a request. Source: RFC 3416, 3. (those of v1 are 0 to 5).</summary>
public enum SnmpErrorStatus
{
    /// <summary>Done.</summary>
    NoError = 0,

    /// <summary>The answer does not fit.</summary>
    TooBig = 1,

    /// <summary>v1: there is no such variable, or nothing follows.</summary>
    NoSuchName = 2,

    /// <summary>v1: the value is not one that the variable takes.</summary>
    BadValue = 3,

    /// <summary>v1: the variable cannot be written (hardly used).</summary>
    ReadOnly = 4,

    /// <summary>The agent failed.</summary>
    GenErr = 5,

    /// <summary>The variable is not to be had by the one that asks.</summary>
    NoAccess = 6,

    /// <summary>The value has another type than the variable.</summary>
    WrongType = 7,

    /// <summary>The value has a length that the variable does not take.</summary>
    WrongLength = 8,

    /// <summary>The value is encoded otherwise than its type says.</summary>
    WrongEncoding = 9,

    /// <summary>The variable never takes this value.</summary>
    WrongValue = 10,

    /// <summary>The variable does not exist and cannot be made.</summary>
    NoCreation = 11,

    /// <summary>The variable does not take this value now.</summary>
    InconsistentValue = 12,

    /// <summary>What it would need cannot be had now.</summary>
    ResourceUnavailable = 13,

    /// <summary>Writing failed; what had been written is as before.</summary>
    CommitFailed = 14,

    /// <summary>Writing failed, and so did taking it back.</summary>
    UndoFailed = 15,

    /// <summary>Who asks may not.</summary>
    AuthorizationError = 16,

    /// <summary>The variable cannot be written.</summary>
    NotWritable = 17,

    /// <summary>The variable does not exist and cannot be made now.</summary>
    InconsistentName = 18,
}
