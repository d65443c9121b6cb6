namespace Kinfolk.Site;

/// <summary>How the API answers a caller who is not logged in.</summary>
public enum LoggedOutFace
{
    /// <summary>HTTP 401 with <c>{"error":"unauthenticated"}</c>.</summary>
    Status401,

    /// <summary>HTTP 403 with <c>{"error":"forbidden"}</c>.</summary>
    Status403,

    /// <summary>HTTP 303 to the login page.</summary>
    RedirectToLogin,

    /// <summary>HTTP 200 with the login page where JSON was asked for.</summary>
    LoginPage200,

    /// <summary>
    /// HTTP 200 with only the public part of the data, no proof of identity and no error; even a CSRF token, an anonymous one.
    /// </summary>
    PublicDataOnly,
}
