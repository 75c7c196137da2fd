using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Asdus;
using Catchment.Protocols.Iec104.Client;
using Catchment.Tags.Poller.Configuration;

namespace Catchment.Tags.Poller.Iec104;

/// <summary>Makes the client of a device, and has commands executed with it. Source: <c>tags</c> 10.4, 10.6.</summary>
internal static class Iec104Master
{
    /// <summary>The client, which is not connected yet.</summary>
    /// <param name="device">How it is asked.</param>
    /// <param name="timeout">How long an answer may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="received">Takes what the station sends; null: nobody.</param>
    /// <param name="observer">Told how it stands; null: nobody.</param>
    /// <exception cref="Iec104Exception">The settings contradict each other.</exception>
    internal static Iec104Client Make(Iec104Device device, TimeSpan timeout, TimeProvider time, Iec104Receiver? received = null, IIec104ClientObserver? observer = null) => new(new Iec104ClientOptions
    {
        Host = device.Host,
        Port = device.Port,
        Parameters = device.Parameters,
        Format = device.Format,
        Originator = device.Originator,
        RequestTimeout = timeout,
        CommandTerminationTimeout = timeout,
        Received = received,
        Observer = observer,
        Time = time,
    });

    /// <summary>Has a command executed: with a time tag where the station knows no other and the device has one, selected where it has to be.</summary>
    /// <param name="client">The client, connected.</param>
    /// <param name="device">How the station is asked.</param>
    /// <param name="commonAddress">The station.</param>
    /// <param name="command">The command.</param>
    /// <param name="selection">Whether it is selected before.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Nobody waits any more; it may be executed.</param>
    /// <exception cref="Iec104Exception">It was not executed, or nobody knows.</exception>
    internal static async Task CommandAsync(
        Iec104Client client, Iec104Device device, int commonAddress, Iec104CommandForm command, Iec104Selection selection, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            await SelectAsync(client, commonAddress, command, selection, cancellation);
        }
        catch (Iec104Exception e) when (e is { Fault: Iec104Fault.Refused, Cause: CauseOfTransmission.UnknownType } && device.TimeTag == Iec104TimeTag.Cp56)
        {
            var type = command.Type + (TypeId.C_SC_TA_1 - TypeId.C_SC_NA_1);
            var tag = Cp56Time2a.Of(time.GetUtcNow(), device.TimeZone);
            await SelectAsync(client, commonAddress, new Iec104CommandForm(type, command.Information.At(tag)), selection, cancellation);
        }
    }

    private static async Task SelectAsync(Iec104Client client, int commonAddress, Iec104CommandForm command, Iec104Selection selection, CancellationToken cancellation)
    {
        var isSelectable = command.Type.IsSelectable();
        try
        {
            await ExecuteAsync(client, commonAddress, command, isSelectable && selection == Iec104Selection.Always, cancellation);
        }
        catch (Iec104Exception e) when (e is { Fault: Iec104Fault.Refused, Cause: CauseOfTransmission.ActivationConfirmation } && isSelectable && selection == Iec104Selection.Auto)
        {
            await ExecuteAsync(client, commonAddress, command, select: true, cancellation);
        }
    }

    private static async Task ExecuteAsync(Iec104Client client, int commonAddress, Iec104CommandForm command, bool select, CancellationToken cancellation)
    {
        try
        {
            await client.CommandAsync(commonAddress, command.Type, command.Information, select, terminates: true, cancellation);
        }
        catch (Iec104Exception e) when (e is { Fault: Iec104Fault.TimedOut, Cause: CauseOfTransmission.ActivationTermination })
        {
            // Many stations confirm and never tell the end: it is confirmed.
        }
    }
}
