using Catchment.Protocols.Iec104.Asdus;
using Catchment.Protocols.Iec104.Links;
using Catchment.Protocols.Iec104.Server;

namespace Catchment.Protocols.Iec104.Client;

/// <content>What a station can be asked. Source: IEC 60870-5-5, 6; IEC 60870-5-104, 7.</content>
public sealed partial class Iec104Client
{
    private const int TestPattern = 0x55AA;
    private const int StationInterrogation = 20;
    private const int AllCounters = 5;

    /// <summary>
    /// Interrogates: the points come to <see cref="Iec104ClientOptions.Received"/> before the task ends.
    /// </summary>
    /// <param name="commonAddress">The station; the global address: all, and the first one's termination ends the task.</param>
    /// <param name="group">1 to 16; 0: the whole station.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <exception cref="Iec104Exception">The station refuses or does not answer, or there is no connection.</exception>
    public Task InterrogateAsync(int commonAddress, int group = 0, CancellationToken cancellation = default)
    {
        if (group is < 0 or > 16)
            throw new Iec104Exception(Iec104Fault.Argument, $"There is no group {group} of interrogation.");
        return AskAsync(TypeId.C_IC_NA_1, CauseOfTransmission.Activation, commonAddress, new InformationObject { Qualifier = (byte)(StationInterrogation + group) }, _options.TerminationTimeout, cancellation);
    }

    /// <summary>Interrogates counters: they come to <see cref="Iec104ClientOptions.Received"/> before the task ends.</summary>
    /// <param name="commonAddress">The station.</param>
    /// <param name="group">1 to 4; 0: all.</param>
    /// <param name="freeze">What is done with them.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <exception cref="Iec104Exception">The station refuses or does not answer, or there is no connection.</exception>
    public Task InterrogateCountersAsync(int commonAddress, int group = 0, CounterFreeze freeze = CounterFreeze.Read, CancellationToken cancellation = default)
    {
        if (group is < 0 or > 4)
            throw new Iec104Exception(Iec104Fault.Argument, $"There is no group {group} of counters.");
        var qualifier = (byte)((group == 0 ? AllCounters : group) | ((int)freeze << 6));
        return AskAsync(TypeId.C_CI_NA_1, CauseOfTransmission.Activation, commonAddress, new InformationObject { Qualifier = qualifier }, _options.TerminationTimeout, cancellation);
    }

    /// <summary>Reads a point; it comes to <see cref="Iec104ClientOptions.Received"/> as well, which knows its type.</summary>
    /// <param name="commonAddress">The station.</param>
    /// <param name="objectAddress">The point's information object address.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <exception cref="Iec104Exception">The station refuses or does not answer, or there is no connection.</exception>
    public Task<InformationObject> ReadAsync(int commonAddress, int objectAddress, CancellationToken cancellation = default) =>
        AskAsync(TypeId.C_RD_NA_1, CauseOfTransmission.Request, commonAddress, new InformationObject { Address = objectAddress }, termination: null, cancellation);

    /// <summary>Has a command executed.</summary>
    /// <param name="commonAddress">The station.</param>
    /// <param name="type">A type of command.</param>
    /// <param name="command">The command; the bit for selection is set as needed.</param>
    /// <param name="select">Whether it is selected before; not with bitstrings.</param>
    /// <param name="terminates">Whether it is waited for that the station tells when it is done.</param>
    /// <param name="cancellation">The caller waits no longer; the command is on its way.</param>
    /// <exception cref="Iec104Exception">The station refuses or does not answer, or there is no connection.</exception>
    public async Task CommandAsync(int commonAddress, TypeId type, InformationObject command, bool select = false, bool terminates = true, CancellationToken cancellation = default)
    {
        if (!type.IsCommand() || (select && !type.IsSelectable()))
            throw new Iec104Exception(Iec104Fault.Argument, $"{type} is no command, or one that cannot be selected.");
        if (select)
            await AskAsync(type, CauseOfTransmission.Activation, commonAddress, command.AsSelect(select: true), termination: null, cancellation);
        await AskAsync(type, CauseOfTransmission.Activation, commonAddress, type.IsSelectable() ? command.AsSelect(select: false) : command, terminates ? _options.CommandTerminationTimeout : null, cancellation);
    }

    /// <summary>Selects a command without executing it.</summary>
    /// <param name="commonAddress">The station.</param>
    /// <param name="type">A type of command, except bitstrings.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <exception cref="Iec104Exception">The station refuses or does not answer, or there is no connection.</exception>
    public Task SelectAsync(int commonAddress, TypeId type, InformationObject command, CancellationToken cancellation = default)
    {
        if (!type.IsSelectable())
            throw new Iec104Exception(Iec104Fault.Argument, $"{type} cannot be selected.");
        return AskAsync(type, CauseOfTransmission.Activation, commonAddress, command.AsSelect(select: true), termination: null, cancellation);
    }

    /// <summary>Has a selection or an execution cancelled.</summary>
    /// <param name="commonAddress">The station.</param>
    /// <param name="type">The type of the command.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <exception cref="Iec104Exception">The station refuses or does not answer, or there is no connection.</exception>
    public Task CancelAsync(int commonAddress, TypeId type, InformationObject command, CancellationToken cancellation = default)
    {
        if (!type.IsCommand())
            throw new Iec104Exception(Iec104Fault.Argument, $"{type} is no command.");
        return AskAsync(type, CauseOfTransmission.Deactivation, commonAddress, command, termination: null, cancellation);
    }

    /// <summary>Tells a station the time.</summary>
    /// <param name="commonAddress">The station.</param>
    /// <param name="zone">Whose wall clock the station tells; null: UTC.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <returns>The time that the station confirmed.</returns>
    /// <exception cref="Iec104Exception">The station refuses or does not answer, or there is no connection.</exception>
    public async Task<Cp56Time2a> SynchronizeClockAsync(int commonAddress, TimeZoneInfo? zone = null, CancellationToken cancellation = default)
    {
        var time = new InformationObject { Time = Cp56Time2a.Of(_options.Time.GetUtcNow(), zone) };
        var confirmed = await AskAsync(TypeId.C_CS_NA_1, CauseOfTransmission.Activation, commonAddress, time, termination: null, cancellation);
        return confirmed.Time;
    }

    /// <summary>Tests the way to a station and back.</summary>
    /// <param name="commonAddress">The station.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <exception cref="Iec104Exception">The station refuses or does not answer, or there is no connection.</exception>
    public Task TestAsync(int commonAddress, CancellationToken cancellation = default) =>
        AskAsync(TypeId.C_TS_NA_1, CauseOfTransmission.Activation, commonAddress, new InformationObject { Bits = TestPattern }, termination: null, cancellation);

    /// <summary>Tests the connection with a test frame.</summary>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <exception cref="Iec104Exception">The connection ended meanwhile, or there is none.</exception>
    public Task TestLinkAsync(CancellationToken cancellation = default) => Connection().AskAsync(ControlFunction.TestActivation, LinkEvent.Tested, cancellation);

    /// <summary>Stops data transfer; the connection stays, for a redundant one to take over or to be started again.</summary>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <exception cref="Iec104Exception">The connection ended meanwhile, or there is none.</exception>
    public Task StopTransferAsync(CancellationToken cancellation = default) => Connection().AskAsync(ControlFunction.StopActivation, LinkEvent.Stopped, cancellation);

    /// <summary>Starts data transfer again after <see cref="StopTransferAsync"/>.</summary>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <exception cref="Iec104Exception">The connection ended meanwhile, or there is none.</exception>
    public Task StartTransferAsync(CancellationToken cancellation = default) => Connection().AskAsync(ControlFunction.StartActivation, LinkEvent.Started, cancellation);

    private async Task<InformationObject> AskAsync(
        TypeId type, CauseOfTransmission cause, int commonAddress, InformationObject one, TimeSpan? termination, CancellationToken cancellation)
    {
        if (commonAddress < 0 || commonAddress > _options.Format.GlobalCommonAddress)
            throw new Iec104Exception(Iec104Fault.Argument, $"{commonAddress} is no common address.");
        if (one.Address < 0 || one.Address > _options.Format.MaxObjectAddress)
            throw new Iec104Exception(Iec104Fault.Argument, $"{one.Address} is no information object address.");
        var connection = Connection();
        var pending = connection.Send(AsduHeader.Of(type, cause, commonAddress) with { Originator = _options.Originator }, one);
        try
        {
            var confirmed = await pending.Confirmed.WaitAsync(_options.RequestTimeout, _options.Time, cancellation);
            if (termination is { } patience)
                await pending.Terminated.WaitAsync(patience, _options.Time, cancellation);
            return confirmed;
        }
        catch (TimeoutException e)
        {
            var (what, awaited) = pending.Confirmed.IsCompleted ? ("terminated", CauseOfTransmission.ActivationTermination) : ("confirmed", cause == CauseOfTransmission.Request ? cause : cause + 1);
            throw new Iec104Exception(Iec104Fault.TimedOut, $"{_options.Host}:{_options.Port} has not {what} {type} in time.", awaited, e);
        }
        finally
        {
            connection.Forget(pending);
        }
    }
}
