using System.Text;
using System.Text.Unicode;
using Catchment.Core.Diagnostics;
using Catchment.Core.Storage;
using Catchment.Telemetry.Schema;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Inventory;

/// <summary>
/// Walks a data folder top down and shows every name that is no folder, under the path that is recorded: the folder as configured, joined with
/// what is below it. Links to folders are not entered. It looks at no file itself: the folders say what is a folder. Source: <c>telemetry</c> 5.
/// </summary>
/// <param name="found">Is shown each name.</param>
/// <param name="logger">Is told what is left out.</param>
internal sealed partial class DataFolderWalk(CandidateFound found, ILogger logger)
{
    private readonly Stack<string> _pending = []; // Paths that end with a slash.
    private readonly byte[] _path = new byte[(4 * ColumnWidths.Path) + FolderHandle.MaxNameBytes];

    /// <summary>Names that were left out with a warning.</summary>
    internal long Skipped { get; private set; }

    /// <summary>Walks a folder; one that is not there is passed over in silence.</summary>
    /// <param name="dataDir">The folder as configured.</param>
    /// <param name="cancellation">Ends it before the next folder.</param>
    internal void Walk(string dataDir, CancellationToken cancellation)
    {
        if (dataDir.Length == 0)
            return;
        _pending.Clear();
        _pending.Push(dataDir.EndsWith('/') ? dataDir : dataDir + "/");
        while (_pending.TryPop(out var folder) && !cancellation.IsCancellationRequested)
        {
            try
            {
                Enter(folder, cancellation);
            }
            catch (StorageException e)
            {
                Skip(folder, e.Message);
            }
        }
    }

    /// <summary>Leaves a name out.</summary>
    internal void Skip(string path, string reason)
    {
        Skipped++;
        var line = LogText.OneLine(path);
        LogSkipped(logger, line, reason);
    }

    private void Enter(string path, CancellationToken cancellation)
    {
        var room = ColumnWidths.Path - ColumnWidths.Characters(path);
        if (room <= 0)
        {
            Skip(path, $"what is in it has paths of more than {ColumnWidths.Path} characters");
            return;
        }

        using var folder = FolderHandle.Open(path);
        if (folder is null)
            return;
        var length = Encoding.UTF8.GetBytes(path, _path);
        using var reader = folder.Read();
        while (!cancellation.IsCancellationRequested && reader.TryRead(out var name, out var kind))
        {
            if (!Utf8.IsValid(name))
                Skip(path + Encoding.UTF8.GetString(name), "its name is not UTF-8");
            else if (name.Length > FolderHandle.MaxNameBytes)
                Skip(path + Encoding.UTF8.GetString(name), $"its name has more than {FolderHandle.MaxNameBytes} bytes");
            else if ((kind ?? Kind(folder, name)) == FileKind.Folder)
                _pending.Push($"{path}{Encoding.UTF8.GetString(name)}/");
            else if (ColumnWidths.Characters(name) > room)
                Skip(path + Encoding.UTF8.GetString(name), $"its path has more than {ColumnWidths.Path} characters");
            else
                Show(folder, name, length);
        }
    }

    /// <summary>What a name is where the folder does not say.</summary>
    private static FileKind? Kind(FolderHandle folder, ReadOnlySpan<byte> name)
    {
        try
        {
            return folder.Facts(name)?.Kind;
        }
        catch (StorageException)
        {
            return null; // A candidate then, that is looked at and told of.
        }
    }

    private void Show(FolderHandle folder, ReadOnlySpan<byte> name, int length)
    {
        name.CopyTo(_path.AsSpan(length));
        found(folder, name, _path.AsSpan(0, length + name.Length));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: left out: {Reason}")]
    private static partial void LogSkipped(ILogger logger, string path, string reason);
}
