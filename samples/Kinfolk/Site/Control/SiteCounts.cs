namespace Kinfolk.Site;

/// <summary>What the site has counted since it started.</summary>
/// <param name="LoginsOk">Logins that succeeded.</param>
/// <param name="LoginsFailed">Logins that failed, for whatever reason.</param>
/// <param name="Pending">Requests without an answer now.</param>
/// <param name="Held">Of these, requests that wait at a hold.</param>
/// <param name="LiveSessions">Logins that have not ended.</param>
/// <param name="Notes">Notes stored.</param>
/// <param name="Routes">Requests by method and route, such as <c>GET /api/matches/{id}/details</c>.</param>
public sealed record SiteCounts(
    int LoginsOk,
    int LoginsFailed,
    int Pending,
    int Held,
    int LiveSessions,
    int Notes,
    IReadOnlyDictionary<string, int> Routes);
