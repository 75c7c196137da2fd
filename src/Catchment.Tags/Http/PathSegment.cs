using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Catchment.Tags.Http;

/// <summary>The part of a path that a client chooses.</summary>
internal static class PathSegment
{
    /// <summary>The last segment, percent-decoded from what was sent: the server's own decoding leaves <c>%2F</c> as it is, and a key may hold a slash. Source: <c>tags</c> 4.1.</summary>
    internal static string Last(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        if (target.IndexOf('?') is >= 0 and var query)
            target = target[..query];
        target = target.TrimEnd('/');
        return Uri.UnescapeDataString(target[(target.LastIndexOf('/') + 1)..].ToString());
    }
}
