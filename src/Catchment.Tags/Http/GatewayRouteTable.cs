using Catchment.Tags.Http.Pages;
using Catchment.Tags.Http.Reading;
using Catchment.Tags.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Http;

/// <summary>All routes of the API, from which its description is made too. Source: <c>tags</c> 4.1.</summary>
internal sealed class GatewayRouteTable : IDisposable
{
    private const int BodiesAtOnce = 4;
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromMinutes(2);

    private readonly DataPicture _picture;
    private readonly IReadOnlyList<GatewayRoute> _routes;

    /// <summary>Makes the routes.</summary>
    internal GatewayRouteTable(GatewayApiParts parts, GatewayHttpOptions options, ILogger logger)
    {
        var bodies = new RequestBodies(BodyTimeout, Math.Max(options.MaxBody.Bytes, 1 << 20) * BodiesAtOnce, parts.Time);
        _picture = new DataPicture(parts.Model.Store);
        var events = new EventRoute(parts, options.MaxEventClients);
        List<GatewayRoute> routes =
        [
            .. new StatusRoutes(parts).Routes,
            .. new WritingRoutes(parts.Model.Store, bodies).Routes,
            .. new RegistrationRoutes(parts.Model.Store, bodies).Routes,
            .. new PointRoutes(parts.Model.Store, _picture).Routes,
            .. new AddressRoutes(parts.Model.Store).Routes,
            events.Route,
            .. MappingRoutes.Of(parts.Model, bodies, logger),
            .. new MqttRoutes(parts.Mqtt, bodies).Routes,
            .. new OpcUaServerRoutes(parts.OpcUa).Routes,
            .. new Iec104ServerRoutes(parts.Iec104).Routes,
            .. new SnmpRoutes(parts.Snmp).Routes,
            .. new CalculationRoutes(parts.Calculation, bodies).Routes,
        ];
        routes.AddRange(new PageRoutes(routes, parts.Version).Routes);
        _routes = routes;
        Numbers = RequestNumbers.Of(parts.Numbers.Meter, routes.Select(static route => route.Template));
        events.Numbers = Numbers;
    }

    /// <summary>What the API counts.</summary>
    internal RequestNumbers Numbers { get; }

    /// <summary>Adds the routes to a server.</summary>
    internal void Map(WebApplication app)
    {
        foreach (var route in _routes)
            app.MapMethods(route.Template, [route.Method], route.Handler).WithMetadata(route);
    }

    /// <summary>The methods that a path has; empty: there is no such path.</summary>
    internal string Allows(string path) => string.Join(", ", _routes.Where(route => Fits(route, path)).Select(static route => route.Method).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    /// <inheritdoc/>
    public void Dispose() => _picture.Dispose();

    private static bool Fits(GatewayRoute route, string path)
    {
        if (route.Segment is null)
            return path == route.Template;
        if (!path.StartsWith(route.Prefix, StringComparison.Ordinal))
            return false;
        var rest = path.AsSpan(route.Prefix.Length);
        var tail = route.Template.AsSpan(route.Template.IndexOf('}', StringComparison.Ordinal) + 1);
        return rest.EndsWith(tail, StringComparison.Ordinal) && rest.Length > tail.Length && !rest[..^tail.Length].Contains('/');
    }
}
