namespace Catchment.Protocols.Iec104.Links;

/// <summary>
/// The state of one connection, of either end: sequence numbers, windows, times. Knows no socket; is used under its owner's lock.
/// Source: IEC 60870-5-104, 5.
/// </summary>
internal sealed class LinkState
{
    private readonly Iec104Parameters _parameters;
    private readonly TimeProvider _time;
    private readonly bool _isControlling;
    private readonly long[] _sentAt;
    private readonly byte[] _control = new byte[MaxControlFrames * Apci.Octets];
    private int _controlOctets;
    private long _sent;
    private long _acknowledged;
    private int _receiveNumber;
    private int _unconfirmed;
    private long _unconfirmedSince;
    private long _lastReceived;
    private ControlFunction _awaited;
    private long _awaitedSince;
    private bool _mayReceive;

    /// <summary>A new connection.</summary>
    /// <param name="parameters">Windows and times.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isControlling">Whether this is the controlling station's end.</param>
    public LinkState(Iec104Parameters parameters, TimeProvider time, bool isControlling)
    {
        (_parameters, _time, _isControlling) = (parameters, time, isControlling);
        _sentAt = new long[parameters.K];
        _lastReceived = time.GetTimestamp();
    }

    /// <summary>U frames that may wait to be sent; a peer that has so many confirmed and reads none of it is too slow.</summary>
    public const int MaxControlFrames = 2_048;

    /// <summary>Whether data transfer is started.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>I frames that were sent and are not acknowledged.</summary>
    public int Outstanding => (int)(_sent - _acknowledged);

    /// <summary>I frames that may be sent now.</summary>
    public int Window => IsStarted ? _parameters.K - Outstanding : 0;

    /// <summary>Octets of U frames that wait to be sent.</summary>
    public int ControlOctets => _controlOctets;

    /// <summary>Whether an acknowledgement has to be sent now.</summary>
    public bool OwesAcknowledgement =>
        _unconfirmed >= _parameters.W || (_unconfirmed > 0 && _time.GetElapsedTime(_unconfirmedSince) >= _parameters.T2);

    /// <summary>Takes an APDU.</summary>
    /// <param name="apdu">A whole one.</param>
    /// <param name="acknowledged">So many of the I frames that were sent are acknowledged by it.</param>
    /// <exception cref="Iec104Exception"><see cref="Iec104Fault.Protocol"/>: it breaks the rules, and the connection must be closed.</exception>
    public LinkEvent Receive(ReadOnlySpan<byte> apdu, out int acknowledged)
    {
        _lastReceived = _time.GetTimestamp();
        acknowledged = 0;
        if ((apdu[2] & 1) == 0)
        {
            if ((apdu[4] & 1) != 0 || apdu.Length == Apci.Octets)
                throw Broken("An I frame without an ASDU, or with a control field that cannot be.");
            TakeSendNumber(Apci.Number(apdu[2..]));
            acknowledged = TakeReceiveNumber(Apci.Number(apdu[4..]));
            return LinkEvent.Information;
        }

        if (apdu.Length != Apci.Octets)
            throw Broken($"An S or U frame of {apdu.Length} octets.");
        if ((apdu[2] & 3) == 1)
        {
            if (apdu[2] != 1 || apdu[3] != 0 || (apdu[4] & 1) != 0)
                throw Broken("An S frame with a control field that cannot be.");
            acknowledged = TakeReceiveNumber(Apci.Number(apdu[4..]));
            return LinkEvent.None;
        }

        if ((apdu[3] | apdu[4] | apdu[5]) != 0)
            throw Broken("A U frame with a control field that cannot be.");
        return TakeControl((ControlFunction)apdu[2]);
    }

    /// <summary>Has STARTDT, STOPDT or TESTFR act sent; its confirmation is awaited for t1.</summary>
    public void Ask(ControlFunction function)
    {
        if (function == ControlFunction.StopActivation)
            IsStarted = false;
        else if (function == ControlFunction.StartActivation)
            _mayReceive = true;
        AddControl(function);
        if (_awaited == ControlFunction.None || function != ControlFunction.TestActivation)
            (_awaited, _awaitedSince) = (function, _time.GetTimestamp());
    }

    /// <summary>Another connection of the group has taken over.</summary>
    public void Deactivate() => IsStarted = _mayReceive = false;

    /// <summary>Takes the U frames that have to be sent.</summary>
    /// <returns>Octets.</returns>
    public int TakeControl(Span<byte> into)
    {
        var octets = Math.Min(_controlOctets, into.Length / Apci.Octets * Apci.Octets);
        _control.AsSpan(0, octets).CopyTo(into);
        _control.AsSpan(octets, _controlOctets - octets).CopyTo(_control);
        _controlOctets -= octets;
        return octets;
    }

    /// <summary>Writes the control information before an ASDU that is sent now; there must be a <see cref="Window"/>.</summary>
    public void WriteInformation(Span<byte> apdu, int asduOctets)
    {
        Apci.WriteInformation(apdu, asduOctets, (int)(_sent % Apci.Modulo), _receiveNumber);
        _sentAt[_sent % _sentAt.Length] = _time.GetTimestamp();
        _sent++;
        _unconfirmed = 0;
    }

    /// <summary>Writes an acknowledgement that is sent now.</summary>
    public void WriteAcknowledgement(Span<byte> apdu)
    {
        Apci.WriteSupervisory(apdu, _receiveNumber);
        _unconfirmed = 0;
    }

    /// <summary>Looks at the times. Afterwards a test frame may have to be sent.</summary>
    /// <returns>What the peer has not done within t1; null: nothing.</returns>
    public string? Look()
    {
        if (Outstanding > 0 && _time.GetElapsedTime(_sentAt[_acknowledged % _sentAt.Length]) >= _parameters.T1)
            return $"The I frame {_acknowledged % Apci.Modulo} was not acknowledged within t1 = {_parameters.T1.TotalSeconds} s.";
        if (_awaited != ControlFunction.None)
            return _time.GetElapsedTime(_awaitedSince) >= _parameters.T1 ? $"No confirmation of {_awaited} within t1 = {_parameters.T1.TotalSeconds} s." : null;
        if (_controlOctets == 0 && _time.GetElapsedTime(_lastReceived) >= _parameters.T3)
            Ask(ControlFunction.TestActivation);
        return null;
    }

    private static Iec104Exception Broken(string message) => new(Iec104Fault.Protocol, message);

    private void TakeSendNumber(int number)
    {
        if (!_mayReceive)
            throw Broken("An I frame while data transfer is stopped.");
        if (number != _receiveNumber)
            throw Broken($"N(S) is {number} instead of {_receiveNumber}.");
        _receiveNumber = (_receiveNumber + 1) % Apci.Modulo;
        if (_unconfirmed++ == 0)
            _unconfirmedSince = _lastReceived;
    }

    private int TakeReceiveNumber(int number)
    {
        var acknowledged = (int)((number - (_acknowledged % Apci.Modulo) + Apci.Modulo) % Apci.Modulo);
        if (acknowledged > Outstanding)
            throw Broken($"N(R) is {number}, but only {_acknowledged % Apci.Modulo} to {_sent % Apci.Modulo} is possible.");
        _acknowledged += acknowledged;
        return acknowledged;
    }

    private LinkEvent TakeControl(ControlFunction function)
    {
        switch (function)
        {
            case ControlFunction.StartActivation when !_isControlling:
                AddControl(ControlFunction.StartConfirmation);
                IsStarted = _mayReceive = true;
                return LinkEvent.Started;
            case ControlFunction.StopActivation when !_isControlling:
                // What came before is acknowledged before the confirmation: afterwards nothing may be sent.
                if (_unconfirmed > 0)
                    AddControl(ControlFunction.None);
                AddControl(ControlFunction.StopConfirmation);
                IsStarted = _mayReceive = false;
                return LinkEvent.Stopped;
            case ControlFunction.TestActivation:
                AddControl(ControlFunction.TestConfirmation);
                return LinkEvent.None;
            case ControlFunction.TestConfirmation:
                if (_awaited == ControlFunction.TestActivation)
                    _awaited = ControlFunction.None;
                return LinkEvent.Tested;
            case ControlFunction.StartConfirmation when _awaited == ControlFunction.StartActivation:
                _awaited = ControlFunction.None;
                IsStarted = true;
                return LinkEvent.Started;
            case ControlFunction.StopConfirmation when _awaited == ControlFunction.StopActivation:
                _awaited = ControlFunction.None;
                _mayReceive = false;
                return LinkEvent.Stopped;
            default:
                throw Broken($"A U frame {(int)function:X2} that has no place here.");
        }
    }

    /// <summary>Adds a U frame; None: an S frame, where the order matters.</summary>
    private void AddControl(ControlFunction function)
    {
        if (_controlOctets == _control.Length)
            throw Broken("The peer has more U frames confirmed than it reads.");
        var frame = _control.AsSpan(_controlOctets, Apci.Octets);
        if (function == ControlFunction.None)
            WriteAcknowledgement(frame);
        else
            Apci.WriteControl(frame, function);
        _controlOctets += Apci.Octets;
    }
}
