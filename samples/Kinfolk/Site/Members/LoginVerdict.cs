namespace Kinfolk.Site;

/// <summary>What the login desk says.</summary>
internal enum LoginVerdict
{
    /// <summary>The member may enter.</summary>
    Welcome,

    /// <summary>Name or password are wrong.</summary>
    WrongCredentials,

    /// <summary>The one-time code is wrong, or has counted already.</summary>
    WrongCode,

    /// <summary>The form's token or cookie is missing or not of this site's run.</summary>
    StaleForm,
}
