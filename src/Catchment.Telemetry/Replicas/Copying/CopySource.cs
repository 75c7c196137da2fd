using Catchment.Core.Storage;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Telemetry.Replicas.Copying;

/// <summary>An original that is open to be copied.</summary>
internal sealed class CopySource : IDisposable
{
    private CopySource(string path, FileFacts facts, SafeFileHandle content) => (Path, Facts, Content) = (path, facts, content);

    /// <summary>Its path.</summary>
    internal string Path { get; }

    /// <summary>How it was before it was opened.</summary>
    internal FileFacts Facts { get; }

    /// <summary>Its content.</summary>
    internal SafeFileHandle Content { get; }

    /// <summary>Whether it is still as it was before it was opened.</summary>
    /// <exception cref="IOException">It cannot be asked.</exception>
    internal bool IsUnchanged => ContentComparison.Look(Path) is { } now && ContentComparison.IsAsBefore(Facts, now);

    /// <summary>Opens an original that was looked at.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    internal static CopySource Open(string path, FileFacts facts) =>
        new(path, facts, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan));

    /// <inheritdoc/>
    public void Dispose() => Content.Dispose();
}
