using Catchment.Core.Hosting;
using Catchment.Files.Catalog;
using Catchment.Files.Settings;
using Catchment.Files.Tables;
using Catchment.WebConsole;

namespace Catchment.Composition;

/// <summary>What the console shows of tracked files.</summary>
internal sealed class FileBoardParts : INodeParts
{
    private readonly FileBoard? _board;

    private FileBoardParts(NodeRoom room, FilesDatabaseSettings? settings)
    {
        var files = room.Configuration.Files;
        if (settings is null)
            return;
        _board = new FileBoard(() => TrackedFiles.OpenDatabase(room.Configuration, settings), room.Feed, TimeProvider.System);
        Shown = new FileParts { Board = _board, IsRerunByIngester = TrackedFiles.IsRerunBy(files.Ingester) };
    }

    /// <inheritdoc/>
    public IReadOnlyList<ServiceDefinition> Services => [];

    /// <inheritdoc/>
    public Action<WebApplication>? MapWeb => null;

    /// <summary>What is shown; null: the configuration names no tables of files.</summary>
    internal FileParts? Shown { get; }

    /// <summary>Puts it together; nothing is opened before somebody looks.</summary>
    internal static FileBoardParts Open(NodeRoom room)
    {
        var loaded = room.Configuration.Loaded;
        return new FileBoardParts(room, loaded.IsSet($"{FilesOptions.Section}.database") ? SetupSettings.Resolve(loaded.Section<FilesOptions>(), out _) : null);
    }

    /// <inheritdoc/>
    public void Dispose() => _board?.Dispose();
}
