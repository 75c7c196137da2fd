using System.Collections.Frozen;
using System.Text;
using Catchment.Protocols.OpcUa;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Servers.OpcUa.Users;

/// <summary>
/// The users who may come with a name and password: a file with <c>NAME:HASH</c> in each line, blank lines and such that begin with <c>#</c> aside. It is read again
/// when it has changed; while it cannot be read, or is wrong, nobody comes in by a name.
/// </summary>
public sealed partial class UserFile : IDisposable
{
    private const int MaxBytes = 1 << 20;

    /// <summary>A password costs a tenth of a second of a processor: more than two at once would cost the others theirs.</summary>
    private readonly SemaphoreSlim _turns = new(2);

    /// <summary>An unknown name takes as long as a wrong password, so that nobody learns the names.</summary>
    private static readonly Lazy<PasswordHash> Nobody = new(static () => PasswordHash.Of(Guid.NewGuid().ToString()));

    private readonly string _path;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private FrozenDictionary<string, PasswordHash> _users = FrozenDictionary<string, PasswordHash>.Empty;
    private (DateTime Time, long Length)? _stamp;
    private bool _isTold;

    /// <summary>The users of a file, which is read at once: what is wrong with it is told before the first of them comes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="logger">Told what is wrong with it.</param>
    public UserFile(string path, ILogger logger)
    {
        (_path, _logger) = (path, logger);
        _ = Read();
    }

    /// <summary>Reads the lines of a file.</summary>
    /// <param name="text">All of them.</param>
    /// <exception cref="FormatException">A line is wrong; the message says which, and what is wanted.</exception>
    public static IReadOnlyDictionary<string, PasswordHash> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var users = new Dictionary<string, PasswordHash>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in text.Split('\n').Select(static line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || !PasswordHash.TryParse(line[(colon + 1)..], out var hash))
                throw new FormatException($"line {number} is none of a user: NAME:HASH, as `catchment gateway password NAME` makes it.");
            if (!users.TryAdd(line[..colon], hash))
                throw new FormatException($"line {number} names '{line[..colon]}' again.");
        }

        return users;
    }

    /// <summary>Finds out who somebody is.</summary>
    /// <param name="name">As the client sent it.</param>
    /// <param name="password">As the client sent it.</param>
    /// <param name="cancellation">The client is gone.</param>
    /// <returns>The user; null: there is none, or the password is another's.</returns>
    public async ValueTask<OpcUaUser?> CheckAsync(string name, string password, CancellationToken cancellation)
    {
        var hash = Read().GetValueOrDefault(name);
        await _turns.WaitAsync(cancellation);
        try
        {
            var fits = await Task.Run(() => (hash ?? Nobody.Value).Fits(password), cancellation);
            return fits && hash is not null ? new OpcUaUser(name) : null;
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private FrozenDictionary<string, PasswordHash> Read()
    {
        lock (_gate)
        {
            try
            {
                var file = new FileInfo(_path);
                var stamp = (file.LastWriteTimeUtc, file.Exists ? file.Length : -1);
                if (stamp == _stamp)
                    return _users;
                _stamp = stamp;
                _users = FrozenDictionary<string, PasswordHash>.Empty;
                if (stamp.Item2 > MaxBytes)
                    throw new FormatException($"it has more than {MaxBytes} bytes.");
                _users = Parse(File.ReadAllText(_path, Encoding.UTF8)).ToFrozenDictionary(StringComparer.Ordinal);
                _isTold = false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
            {
                if (e is not FormatException)
                    _stamp = null; // What could not be read may be readable the next time, with the same stamp.
                if (!_isTold)
                    LogUnusable(_logger, _path, e.Message);
                _isTold = true;
            }

            return _users;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "OPC UA: nobody can come by a name: {Path} (gateway.opcua.users): {Reason}")]
    private static partial void LogUnusable(ILogger logger, string path, string reason);
}
