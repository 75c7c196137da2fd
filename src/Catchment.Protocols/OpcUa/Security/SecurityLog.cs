using Microsoft.Extensions.Logging;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>The log lines of a <see cref="CertificateStore"/>.</summary>
internal static partial class SecurityLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "OPC UA: made an own certificate {Thumbprint} for {Uri} in {File}, valid until {Until:yyyy-MM-dd}")]
    public static partial void OwnMade(ILogger logger, string thumbprint, string uri, string file, DateTimeOffset until);

    [LoggerMessage(Level = LogLevel.Warning, Message = "OPC UA: the own certificate {File} is valid from {From:yyyy-MM-dd} to {Until:yyyy-MM-dd} only: peers will refuse it. Remove it to have a new one made")]
    public static partial void OwnNotValid(ILogger logger, string file, DateTimeOffset from, DateTimeOffset until);

    [LoggerMessage(Level = LogLevel.Warning, Message = "OPC UA: refused a peer: {Reason} ({Status})")]
    public static partial void Refused(ILogger logger, string reason, StatusCode status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "OPC UA: refused a peer: {Reason} ({Status}); its certificate is in {File}: {Advice}")]
    public static partial void RefusedAndKept(ILogger logger, string reason, StatusCode status, string file, string advice);

    [LoggerMessage(Level = LogLevel.Warning, Message = "OPC UA: trusting from now on {Subject} ({Thumbprint}), which was not known, as the configuration has it; its certificate is in {File}")]
    public static partial void NewlyTrusted(ILogger logger, string subject, string thumbprint, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "OPC UA: cannot write {File}: {Reason}")]
    public static partial void CannotKeep(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "OPC UA: {File} counts for nothing: {Reason}")]
    public static partial void FileUnreadable(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "OPC UA: the folder {Folder} cannot be read: {Reason}. What was read of it before counts on")]
    public static partial void FolderUnreadable(ILogger logger, string folder, string reason);
}
