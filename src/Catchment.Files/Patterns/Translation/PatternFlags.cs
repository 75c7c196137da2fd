namespace Catchment.Files.Patterns.Translation;

/// <summary>The flags of Python's expressions that change what follows.</summary>
[Flags]
internal enum PatternFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>i</c>: case does not matter.</summary>
    IgnoreCase = 1,

    /// <summary><c>m</c>: <c>^</c> and <c>$</c> also at each line.</summary>
    Lines = 2,

    /// <summary><c>s</c>: a dot is also a line feed.</summary>
    DotAll = 4,

    /// <summary><c>x</c>: white space and comments do not count.</summary>
    Verbose = 8,

    /// <summary><c>a</c>: classes and case are those of ASCII.</summary>
    Ascii = 16,

    /// <summary><c>u</c>: classes and case are those of Unicode, as always.</summary>
    Unicode = 32,
}
