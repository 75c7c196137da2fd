namespace Catchment.Core.Diagnostics;

/// <summary>The transports of the OpenTelemetry protocol.</summary>
public enum OtlpTransport
{
    /// <summary>Protobuf in HTTP requests; collectors listen on port 4318.</summary>
    HttpProtobuf,

    /// <summary>gRPC; collectors listen on port 4317.</summary>
    Grpc,
}
