namespace Catchment.Benchmarks.Commands;

/// <summary>The program of the source tree that a benchmark measures when none is named.</summary>
internal static class BuiltProgram
{
    /// <summary>Where the build puts it, from the tree's root.</summary>
    internal const string Path = "artifacts/bin/Catchment/release/Catchment";

    /// <summary>Finds it above the benchmarks' own program.</summary>
    /// <param name="option">The option that names another.</param>
    /// <exception cref="BenchmarkException">It was not built.</exception>
    internal static string Find(string option)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var program = System.IO.Path.Combine(folder.FullName, Path);
            if (File.Exists(program))
                return program;
        }

        throw new BenchmarkException(
            $"There is no {Path} above {AppContext.BaseDirectory}. Build it with: dotnet build src/Catchment -c Release. Or name another with {option}.");
    }
}
