namespace Catchment.Protocols.Flatlogs;

/// <summary>A schema or a list of event codes cannot be used. The message says where and why.</summary>
public sealed class FlatlogSchemaException : FormatException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="file">The file.</param>
    /// <param name="line">The line in it, from 1.</param>
    /// <param name="problem">What is wrong there.</param>
    public FlatlogSchemaException(string file, int line, string problem)
        : base($"{file}, line {line}: {problem}") => (File, Line) = (file, line);

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The line in it, from 1.</summary>
    public int Line { get; }
}
