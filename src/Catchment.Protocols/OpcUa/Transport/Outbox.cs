using System.Net.Sockets;
using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Transport;

/// <summary>
/// What is to be sent to one peer. Whoever adds to it sends as well, unless somebody is sending already, who then takes it along: a
/// peer that does not read holds up nobody but itself.
/// </summary>
/// <param name="socket">Where to.</param>
/// <param name="time">The clock.</param>
/// <param name="budget">What a long queue takes its size from.</param>
internal sealed class Outbox(Socket socket, TimeProvider time, BufferShare budget) : IDisposable
{
    /// <summary>A queue of so many bytes belongs to a connection; for more it has to have taken from the budget.</summary>
    private const int Free = 128 * 1024;

    /// <summary>After so many rounds the thread that sends goes back to its own work, and another sends on.</summary>
    private const int Rounds = 16;

    private UaWriter _leaving = new();
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _idle;
    private long _sendingSince;
    private int _charged;
    private bool _isSending;
    private bool _isHeld;
    private bool _isClosed;

    /// <summary>Guards what is added.</summary>
    public Lock Gate { get; } = new();

    /// <summary>What waits; to be used under <see cref="Gate"/>, and not after it is closed.</summary>
    public UaWriter Waiting { get; private set; } = new();

    /// <summary>Bytes that wait.</summary>
    public int WaitingBytes
    {
        get
        {
            lock (Gate)
                return _isClosed ? 0 : Waiting.Length;
        }
    }

    /// <summary>Whether nothing can be sent any more; to be asked under <see cref="Gate"/>.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>How long the peer has taken nothing.</summary>
    public TimeSpan Stuck => Volatile.Read(ref _sendingSince) is var since and not 0 ? time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Accounts for what was added; under <see cref="Gate"/>.</summary>
    /// <exception cref="OpcUaException">BadTcpNotEnoughResources: all queues together are too long.</exception>
    public void Added()
    {
        var excess = Waiting.Length + _leaving.Length - Free - _charged;
        if (excess <= 0)
            return;
        budget.Take(excess);
        _charged += excess;
    }

    /// <summary>Keeps what is added until <see cref="Release"/>, so that the answers to many requests go together.</summary>
    public void Hold()
    {
        lock (Gate)
            _isHeld = true;
    }

    /// <summary>Sends what waits, unless it is held.</summary>
    public void Send()
    {
        lock (Gate)
        {
            if (_isHeld || _isSending || _isClosed)
                return;
            _isSending = true;
        }

        _ = RunAsync();
    }

    /// <summary>Holds no longer, and sends what waits.</summary>
    public void Release()
    {
        lock (Gate)
            _isHeld = false;
        Send();
    }

    /// <summary>Ends when what waits now is being sent, or cannot be.</summary>
    public Task RoomAsync()
    {
        lock (Gate)
        {
            if (_isClosed || Waiting.Length == 0)
                return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Ends when nothing waits or is being sent.</summary>
    public Task IdleAsync()
    {
        lock (Gate)
        {
            if (_isClosed || (Waiting.Length == 0 && !_isSending))
                return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>Nothing is sent any more.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            _room?.TrySetResult();
            _idle?.TrySetResult();
            Waiting.Dispose();

            // What is being sent belongs to the socket until the sender is back.
            if (!_isSending)
                _leaving.Dispose();
            budget.Return(_charged);
            _charged = 0;
        }
    }

    private async Task RunAsync()
    {
        try
        {
            for (var round = 1; Next(); round++)
            {
                if (round % Rounds == 0)
                    await Task.Yield();
                for (var left = _leaving.WrittenMemory; !left.IsEmpty;)
                {
                    Volatile.Write(ref _sendingSince, time.GetTimestamp());
                    left = left[await socket.SendAsync(left)..];
                }

                Volatile.Write(ref _sendingSince, 0);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection is over; who reads from it says why.
            Dispose();
            _leaving.Dispose();
        }
    }

    private bool Next()
    {
        lock (Gate)
        {
            if (_isClosed)
            {
                _leaving.Dispose();
                return false;
            }

            if (_leaving.Length > Free)
            {
                // A large buffer goes back to the pool.
                _leaving.Dispose();
                _leaving = new UaWriter();
            }

            _leaving.Clear();
            (_leaving, Waiting) = (Waiting, _leaving);
            _room?.TrySetResult();
            _room = null;
            var charge = Math.Max(0, _leaving.Length - Free);
            budget.Return(_charged - charge);
            _charged = charge;
            _isSending = _leaving.Length > 0;
            if (_isSending)
                return true;
            _idle?.TrySetResult();
            _idle = null;
            return false;
        }
    }
}
